import { causeOf } from '../diagnose.ts';
import { building } from '../keeper.ts';
import { orElse } from '../or-else.ts';
import { launch } from '../process.ts';
import { candidateUid, isRoot, systemEnv } from '../system.ts';
import { type Fact, fine, gap, lacking } from './fact.ts';

/** What became of a user namespace that was really made, as the candidate's user, with mounts in it. */
export interface Tried {
  readonly made: boolean;
  readonly tmpfs: boolean;
  readonly overlay: boolean;
  readonly stderr: string;
}

const TRY_MS = 20_000;

/** Makes a user namespace and mounts in it what a Cell needs, by the program that builds Cells. Nothing of it is left. */
export async function tryNamespaces(): Promise<Tried> {
  const words = [
    ...(isRoot() ? ['user', String(candidateUid)] : []),
    ...['namespace', 'tmpfs', '/sys', 'size=1m'],
    ...['lower', 'upper', 'work', 'all'].flatMap((name) => ['folder', `/sys/${name}`]),
    ...['overlay', '/sys/lower', '/sys/all', 'lowerdir=.,upperdir=/sys/upper,workdir=/sys/work,userxattr'],
  ];
  const argv = orElse(undefined, () => building(words, ['/bin/true']));
  if (argv === undefined)
    return { made: false, tmpfs: false, overlay: false, stderr: `no system calls are known for ${process.arch}` };
  const { code, stderr } = await launch({ argv, cwd: '/', env: systemEnv, keep: 4096 }).end(TRY_MS);
  // The step that it came to.
  const failed = code === 0 ? 'none' : (/^(\w+): /.exec(stderr)?.[1] ?? 'perl');
  const tmpfs = ['none', 'folder', 'overlay'].includes(failed);
  return { made: tmpfs || failed === 'tmpfs', tmpfs, overlay: failed === 'none', stderr };
}

/** Settings of the kernel by their path below /proc/sys, as far as they are there. */
export type Settings = { readonly [path: string]: string | undefined };

export const userSettings = {
  clone: 'kernel/unprivileged_userns_clone',
  most: 'user/max_user_namespaces',
  apparmor: 'kernel/apparmor_restrict_unprivileged_userns',
} as const;

/** Mounts are told of only where there is a namespace to make them in. */
export function namespaceFacts(tried: Tried, settings: Settings): readonly Fact[] {
  return [
    userFact(tried, settings),
    ...appArmorFact(tried, settings),
    ...(tried.made ? [mountFact('tmpfs', tried.tmpfs, tried), mountFact('overlay', tried.overlay, tried)] : []),
  ];
}

function userFact({ made, stderr }: Tried, settings: Settings): Fact {
  const most = settings[userSettings.most]?.trim();
  if (made) return fine('user-namespaces', most === undefined ? 'can be made' : `can be made, at most ${most}`);
  if (settings[userSettings.clone]?.trim() === '0')
    return lacking('user-namespaces', 'turned off', 'sudo sysctl -w kernel.unprivileged_userns_clone=1');
  if (most === '0') return lacking('user-namespaces', 'turned off', 'sudo sysctl -w user.max_user_namespaces=15000');
  const { what, fix } = causeOf(stderr);
  return lacking('user-namespaces', what, fix);
}

/** Where there is no such setting, AppArmor is not there or restricts none. */
function appArmorFact({ tmpfs }: Tried, settings: Settings): readonly Fact[] {
  const value = settings[userSettings.apparmor]?.trim();
  if (value === undefined) return [];
  if (value === '0') return [fine('apparmor', 'does not restrict user namespaces')];
  if (tmpfs)
    return [
      gap(
        'apparmor',
        'restricts user namespaces, though not those of the programs used here',
        'A profile that is loaded later can close them.',
        'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0',
      ),
    ];
  return [
    lacking('apparmor', 'restricts user namespaces', 'sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0'),
  ];
}

function mountFact(id: 'tmpfs' | 'overlay', works: boolean, { tmpfs, stderr }: Tried): Fact {
  if (works) return fine(id, 'can be mounted in a user namespace');
  if (id === 'overlay' && tmpfs) return lacking(id, 'can’t be mounted in a user namespace', 'sudo modprobe overlay');
  const { what, fix } = causeOf(stderr);
  return lacking(id, what, fix);
}
