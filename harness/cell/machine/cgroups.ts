import type { FoundCgroups } from '../cgroup.ts';
import { type Fact, fine, gap } from './fact.ts';

/** @param systemd whether systemd runs this machine: it hands groups out. */
export function cgroupFact({ kind, why, controllers }: FoundCgroups, systemd: boolean): Fact {
  if (kind !== 'none') return fine('cgroups', `${why}: ${controllers.join(', ')}`);
  return gap(
    'cgroups',
    why,
    'A Cell’s memory is watched ten times a second and not capped: a fast allocator can go over for a moment.',
    systemd
      ? 'systemd-run --user --scope holdout run'
      : 'run the judge where it may make control groups, or as root where they are of version 1',
  );
}
