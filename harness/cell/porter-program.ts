import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deviceBinds, etcFiles, networkBinds, systemBinds } from './layout.ts';
import { quoted } from './quoted.ts';
import { bound, ownNode, reach, systemEnv, unprivileged } from './system.ts';

/**
 * Writes a script that stands in for node: it builds a sandbox and becomes node inside it. What answers at a Cell's door
 * reads what a candidate sends, with the machine's network at its back: so it sees `code` and the system's programs, no
 * process and no file of the judge's, and has no right to any. @param dir a private folder that is made, and lives as
 * long as the program.
 */
export function porterProgram(code: readonly string[], dir: string): string {
  mkdirSync(dir, { recursive: true });
  const paths = [...new Set([ownNode, ...code])];
  const own = etcFiles.filter(({ path }) => !networkBinds.includes(path));
  mkdirSync(join(dir, 'etc'), { recursive: true });
  for (const { path, text } of own) writeFileSync(join(dir, path), text);
  const { binds, at } = reach(paths, dir);
  const argv = [
    ...bound(binds),
    ...unprivileged(),
    'bwrap',
    ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--hostname', 'app'],
    ...systemBinds,
    ...['--tmpfs', '/tmp'],
    ...own.flatMap(({ path }) => ['--ro-bind', join(dir, path), path]),
    ...networkBinds,
    ...paths.flatMap((path) => ['--ro-bind', at(path), path]),
    ...['--proc', '/proc'],
    ...deviceBinds,
    ...['--remount-ro', '/dev', '--remount-ro', '/tmp', '--remount-ro', '/', '--chdir', '/', '--', ownNode],
  ];
  const program = join(dir, 'porter');
  writeFileSync(program, `#!/bin/sh\nexport PATH=${systemEnv.PATH}\nexec ${argv.map(quoted).join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}
