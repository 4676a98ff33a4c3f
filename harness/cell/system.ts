import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where system programs are looked up: never in the user's PATH, which a candidate's folder may be part of. */
const systemPath = ['/usr/bin', '/bin', '/usr/sbin', '/sbin'];

/** The judge's own node. Taken now: while lanes are open, `process.execPath` is what stands in for it. */
export const ownNode = process.execPath;

/** The environment of the programs that build a Cell. Nothing of the judge's own environment. */
export const systemEnv = { PATH: systemPath.join(':'), LC_ALL: 'C.UTF-8' } as const;

/** Absolute path of a system program, or nothing when it isn't installed. */
export function systemProgram(name: string): string | undefined {
  return systemPath.map((folder) => `${folder}/${name}`).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export const isRoot = (): boolean => process.getuid?.() === 0;

/** The kernel's user id that candidates run as when the judge is root; an ordinary judge's candidates run as itself, in namespaces. */
export const candidateUid = 61_000;

/** Put before a command line, it makes a root judge's child an unprivileged user; for an ordinary user there is nothing to give up. */
export function unprivileged(): readonly string[] {
  if (!isRoot()) return [];
  return [
    'setpriv',
    `--reuid=${candidateUid}`,
    `--regid=${candidateUid}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--bounding-set=-all',
    '--',
  ];
}

/**
 * Makes host paths reachable for the unprivileged user even where a parent folder (a root judge's home) is closed to it:
 * in a mount namespace of its own, each is bound below `dir`. For an ordinary user paths stay as they are.
 */
export function reach(
  paths: readonly string[],
  dir: string,
): { readonly binds: readonly (readonly [from: string, to: string])[]; at(path: string): string } {
  if (!isRoot()) return { binds: [], at: (path) => path };
  const spots = new Map(
    [...new Set(paths)].filter((path) => existsSync(path)).map((path, index) => [path, join(dir, `r${index}`)]),
  );
  for (const [path, spot] of spots) {
    if (statSync(path).isDirectory()) mkdirSync(spot, { recursive: true });
    else if (!existsSync(spot)) writeFileSync(spot, '');
  }
  return {
    binds: [...spots],
    at: (path) => spots.get(path) ?? path,
  };
}

/** Put before a command line, it makes these binds, seen by nobody else. */
export function bound(binds: readonly (readonly [from: string, to: string])[]): readonly string[] {
  if (binds.length === 0) return [];
  const script = 'while [ "$1" != -- ]; do mount --bind "$1" "$2" || exit 98; shift 2; done; shift; exec "$@"';
  return ['unshare', '--mount', '--propagation', 'private', '/bin/sh', '-c', script, 'reach', ...binds.flat(), '--'];
}
