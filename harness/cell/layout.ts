import type { Toolchain } from '../model/cell.ts';

/** Where things stand inside a confined Cell. Neutral names: nothing here tells that, or what, it is being judged. */
export const inside = { app: '/app', work: '/work', home: '/home/app' } as const;

/** Where a Cell's scratch space is mounted until its folders are bound: over a folder that no tree or toolchain lies in. */
export const scratchSpace = '/sys';

/** The machine's own programs, read-only. */
export const systemBinds: readonly string[] = [
  ...['--ro-bind', '/usr', '/usr'],
  ...['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
  ...[
    '/etc/alternatives',
    '/etc/ld.so.cache',
    '/etc/ld.so.conf',
    '/etc/ld.so.conf.d',
    '/etc/localtime',
    '/etc/ssl',
    '/etc/ca-certificates',
    '/etc/pki',
    '/etc/mime.types',
    '/etc/fonts',
  ].flatMap((path) => ['--ro-bind-try', path, path]),
];

/** How this machine finds addresses of names. */
export const networkBinds: readonly string[] = [
  '/etc/hosts',
  '/etc/nsswitch.conf',
  '/etc/host.conf',
  '/etc/gai.conf',
  '/etc/resolv.conf',
  '/run/systemd/resolve',
  '/run/NetworkManager/resolv.conf',
].flatMap((path) => ['--ro-bind-try', path, path]);

/** The few devices that programs expect. No pty, no tty, nothing of the machine's. (bwrap's own --dev would nest a user namespace that can't be entered.) */
export const deviceBinds: readonly string[] = [
  ...['--tmpfs', '/dev'],
  ...['null', 'zero', 'full', 'random', 'urandom'].flatMap((name) => ['--dev-bind', `/dev/${name}`, `/dev/${name}`]),
  ...['--symlink', '/proc/self/fd', '/dev/fd'],
  ...['--symlink', '/proc/self/fd/0', '/dev/stdin'],
  ...['--symlink', '/proc/self/fd/1', '/dev/stdout'],
  ...['--symlink', '/proc/self/fd/2', '/dev/stderr'],
  ...['--perms', '1777', '--size', String(64 * 1024 * 1024), '--tmpfs', '/dev/shm'],
];

/** Text files that stand in for the machine's own in /etc, which would tell who and where we are. */
export const etcFiles: readonly { readonly path: string; readonly text: string }[] = [
  { path: '/etc/passwd', text: `root:x:0:0::/root:/bin/sh\napp:x:1000:1000::${inside.home}:/bin/sh\n` },
  { path: '/etc/group', text: 'root:x:0:\napp:x:1000:\n' },
  { path: '/etc/hosts', text: '127.0.0.1 localhost app\n::1 localhost\n' },
  { path: '/etc/nsswitch.conf', text: 'passwd: files\ngroup: files\nhosts: files dns\n' },
];

/** bwrap arguments that bind a toolchain; `at` says where its host paths are reachable. */
export function toolchainBinds(toolchain: Toolchain, at: (path: string) => string): readonly string[] {
  return [
    ...toolchain.binds.flatMap(({ from, to }) => ['--ro-bind', at(from), to]),
    ...toolchain.links.flatMap(({ target, at: place }) => ['--symlink', target, place]),
  ];
}
