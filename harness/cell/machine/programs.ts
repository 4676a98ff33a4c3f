import { programs } from '../diagnose.ts';
import { systemProgram } from '../system.ts';
import { type Fact, fine, gap, lacking } from './fact.ts';
import { isAtLeast } from './platform.ts';
import { said } from './said.ts';

/** The first bubblewrap that can forbid further user namespaces. */
const BUBBLEWRAP = [0, 8] as const;
/** The first git that merges without a checkout. */
const GIT = [2, 38] as const;

/** The programs that Cells are built from, and git. */
export async function programFacts(): Promise<readonly Fact[]> {
  const [bwrap, linux, git] = await Promise.all([
    said(['bwrap', '--version']),
    said(['unshare', '--version']),
    said(['git', '--version'], { PATH: '/usr/local/bin:/usr/bin:/bin' }),
  ]);
  const missing = Object.keys(programs).filter((name) => systemProgram(name) === undefined);
  return [bubblewrapFact(bwrap), utilLinuxFact(linux, missing), gitFact(git)];
}

/** @param printed what `bwrap --version` does; nothing when there is none. */
export function bubblewrapFact(printed: string | undefined): Fact {
  const install = 'sudo apt-get install -y --no-install-recommends bubblewrap';
  const version = versionIn(printed);
  if (version === undefined) return lacking('bubblewrap', 'not installed', install);
  if (isAtLeast(version, BUBBLEWRAP)) return fine('bubblewrap', version);
  return lacking('bubblewrap', `${version} is older than ${BUBBLEWRAP.join('.')}`, install);
}

/** @param missing programs of those that Cells are built from. */
export function utilLinuxFact(printed: string | undefined, missing: readonly string[]): Fact {
  const others = missing.filter((name) => programs[name] !== 'bubblewrap');
  if (others.length === 0) return fine('util-linux', versionIn(printed) ?? 'there');
  const packages = [...new Set(others.map((name) => programs[name] ?? ''))].join(' ');
  return lacking(
    'util-linux',
    `${others.join(', ')} not found`,
    `sudo apt-get install -y --no-install-recommends ${packages}`,
  );
}

export function gitFact(printed: string | undefined): Fact {
  const version = versionIn(printed);
  const costs = 'What merging would give (--onto) can’t be judged.';
  if (version === undefined) {
    const nothing = 'Only a folder as it stands can be judged, which never gates.';
    return {
      id: 'git',
      is: 'missing',
      says: 'not found',
      costs: nothing,
      fix: 'sudo apt-get install -y --no-install-recommends git',
    };
  }
  if (isAtLeast(version, GIT)) return fine('git', version);
  return gap('git', `${version} can’t merge without a checkout`, costs, `install git ${GIT.join('.')} or later`);
}

const versionIn = (printed: string | undefined): string | undefined => /\d+\.\d+[.\w-]*/.exec(printed ?? '')?.[0];
