import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CellSpec } from '../model/cell.ts';
import { defaultLimits } from '../model/limits.ts';
import { type Problem, problem } from '../model/problem.ts';
import { closedFile } from './probe.ts';
import { seccompFilter } from './seccomp.ts';
import { systemProgram } from './system.ts';

/** Programs that a Cell is built from, with the Debian package that has them. */
export const programs: { readonly [name: string]: string } = {
  bwrap: 'bubblewrap',
  setpriv: 'util-linux',
  unshare: 'util-linux',
  nsenter: 'util-linux',
  prlimit: 'util-linux',
  choom: 'util-linux',
  mount: 'mount',
  perl: 'perl-base',
};

/** One Problem for all programs that are not there. */
export function missingPrograms(): readonly Problem[] {
  if (process.platform !== 'linux') {
    return [
      problem('no-confinement', `candidates can be confined on Linux only, not on ${process.platform}`, {
        fix: 'run it in a Linux machine, or develop scenarios with --cell unconfined (never gates)',
      }),
    ];
  }
  if (seccompFilter(process.arch) === undefined) {
    return [
      problem(
        'no-confinement',
        `candidates can't be confined here: there is no system-call filter for ${process.arch}`,
        { fix: 'run it on x64 or arm64, or develop scenarios with --cell unconfined (never gates)' },
      ),
    ];
  }
  const missing = Object.entries(programs).filter(([name]) => systemProgram(name) === undefined);
  if (missing.length === 0) return [];
  const packages = [...new Set(missing.map(([, name]) => name))].join(' ');
  return [
    problem(
      'no-confinement',
      `candidates can't be confined here: ${missing.map(([name]) => name).join(', ')} not found`,
      {
        fix: `sudo apt-get install -y --no-install-recommends ${packages}`,
      },
    ),
  ];
}

/** What a keeper's error output means on this machine, with the line that mends it. */
export function cannotConfine(stderr: string): Problem {
  const said = stderr.trim().split('\n').slice(-3);
  const { what, fix } = causeOf(stderr);
  return problem('no-confinement', `candidates can't be confined here: ${what}`, {
    notes: said.filter((line) => line !== ''),
    fix,
  });
}

/** Why namespaces could not be made, and the line that mends it, by what the programs said that make them. */
export function causeOf(stderr: string): { readonly what: string; readonly fix: string } {
  return causes.find(({ sign }) => stderr.includes(sign)) ?? unknownCause;
}

const unknownCause = {
  what: 'the sandbox could not be built',
  fix: 'holdout doctor tells what this machine has, docs/doctor.md what that means; --cell unconfined never gates',
};

/** Most specific first. */
const causes: readonly { readonly sign: string; readonly what: string; readonly fix: string }[] = [
  ...[
    'setting up uid map: Permission denied',
    'uid_map failed: ',
    'namespace: mount failed: Permission denied',
    'tmpfs: mount failed: Permission denied',
    'tmpfs: mount failed: Operation not permitted',
  ].map((sign) => ({
    sign,
    what: 'AppArmor forbids user namespaces',
    fix: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  })),
  {
    sign: 'RTM_NEWADDR',
    what: 'AppArmor forbids network set-up in user namespaces',
    fix: 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
  },
  // Before 5.11 only root may.
  ...['overlay: mount failed: No such device', 'overlay: mount failed: Operation not permitted'].map((sign) => ({
    sign,
    what: 'the kernel has no overlay file system for user namespaces (Linux 5.11 or later has)',
    fix: 'sudo modprobe overlay',
  })),
  {
    sign: 'No space left on device',
    what: 'no more user namespaces may be made',
    fix: 'sudo sysctl -w user.max_user_namespaces=15000',
  },
  {
    sign: 'unshare failed: Operation not permitted',
    what: 'user namespaces are turned off',
    fix: 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  },
  {
    sign: 'No permissions to create',
    what: 'user namespaces are turned off',
    fix: 'sudo sysctl -w kernel.unprivileged_userns_clone=1',
  },
  {
    sign: "Can't mount proc",
    what: '/proc is masked, as in an unprivileged container',
    fix: 'run the container with --security-opt seccomp=unconfined --security-opt systempaths=unconfined',
  },
];

/** A folder without a candidate as a fresh Workspace that can be reached: every primitive that a Trial needs. */
export function preflightSpec(dir: string): CellSpec {
  const tree = join(dir, 'preflight');
  mkdirSync(tree, { recursive: true });
  writeFileSync(join(tree, closedFile), '', { mode: 0o400 });
  return {
    tree,
    writes: 'fresh',
    network: 'reached',
    toolchain: { binds: [], links: [], path: [], hostPath: [] },
    env: {},
    limits: defaultLimits,
  };
}
