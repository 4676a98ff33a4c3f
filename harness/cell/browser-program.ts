import { chmodSync, writeFileSync } from 'node:fs';
import type { BrowserProgram, BrowserSpec } from '../model/cell.ts';
import { deviceBinds, etcFiles, systemBinds } from './layout.ts';
import { quoted } from './quoted.ts';
import { systemEnv } from './system.ts';

/** Bytes of data that one process of the browser may have. */
const PROCESS_MEMORY = 4 * 1024 ** 3;

/**
 * Writes a script that stands in for the browser: it builds a sandbox inside the lane's and becomes the browser in it. A
 * page that breaks out of Chromium finds processes and files of the browser's own, a folder to write to, and the lane's
 * network, where there is a proxy that leads to the candidate. Descriptors 3 and 4 pass through: on them the lane gives its orders. The script lies
 * beside the folder, where the browser can't reach it.
 */
export function browserProgram({ executable, folders, dir, display }: BrowserSpec): BrowserProgram {
  const argv = [
    // The first process inside shows the environment that it was started with, whatever is cleared after.
    ...['env', '-i', `PATH=${systemEnv.PATH}`],
    // When memory runs short, a page has to go before anything of ours.
    ...['choom', '-n', '1000', '--'],
    ...['prlimit', '--core=0', `--data=${PROCESS_MEMORY}`, '--'],
    ...['bwrap', '--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--die-with-parent', '--new-session', '--hostname', 'app', '--clearenv'],
    ...Object.entries({ ...environment(dir), ...display }).flatMap(([name, value]) => ['--setenv', name, value]),
    ...systemBinds,
    ...['--ro-bind-try', '/var/cache/fontconfig', '/var/cache/fontconfig'],
    ...etcFiles.flatMap(({ path }) => ['--ro-bind', path, path]),
    ...['--tmpfs', '/tmp'],
    ...folders.flatMap((path) => ['--ro-bind', path, path]),
    ...displayBinds(display),
    ...['--bind', dir, dir],
    ...['--proc', '/proc'],
    ...deviceBinds,
    ...['--remount-ro', '/dev', '--remount-ro', '/tmp', '--remount-ro', '/', '--chdir', '/', '--', executable],
  ];
  const program = `${dir}-start`;
  writeFileSync(program, `#!/bin/sh\nPATH=${systemEnv.PATH} exec ${argv.map(quoted).join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  // Chromium refuses it to root rather than going without: a lane is never root, and one that were must not show pages.
  return { program, dir, headed: display !== undefined, sandbox: true };
}

const environment = (dir: string): { readonly [name: string]: string } => ({
  PATH: systemEnv.PATH,
  HOME: dir,
  TMPDIR: dir,
  LANG: 'en_US.UTF-8',
  TZ: 'UTC',
});

/** Sockets and keys of an X server. */
export function displayBinds(display: BrowserSpec['display']): readonly string[] {
  if (display === undefined) return [];
  const { XAUTHORITY } = display;
  return [
    ...['--ro-bind-try', '/tmp/.X11-unix', '/tmp/.X11-unix'],
    ...(XAUTHORITY === undefined ? [] : ['--ro-bind-try', XAUTHORITY, XAUTHORITY]),
  ];
}
