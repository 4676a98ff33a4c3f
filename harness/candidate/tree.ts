import { posix } from 'node:path';
import { fail, problem, type Result } from '../model/problem.ts';

/** One file of a tree, as git lists it. */
export interface TreeEntry {
  readonly mode: '100644' | '100755' | '120000' | '160000';
  /** Object id; a gitlink's is a commit elsewhere. */
  readonly id: string;
  /** Slashes between folders, bytes as latin1 so that any name survives. */
  readonly path: string;
}

/** What a tree may hold to be judged. */
export const treeLimits = {
  /** Files and folders. */
  entries: 300_000,
  /** Bytes of all files together. */
  bytes: 2 * 1024 ** 3,
  /** Bytes of one path, and of a link's target: the longest that the system takes. */
  path: 4095,
  /** Bytes of all paths together. */
  paths: 64 * 1024 ** 2,
} as const;

/** Looks at a tree's paths one after another. @returns why it is refused at this one, or nothing. */
export function pathCheck(): (path: string) => string | undefined {
  let count = 0;
  let bytes = 0;
  return (path) => {
    count += 1;
    bytes += path.length;
    if (path.length > treeLimits.path) return `is longer than ${treeLimits.path} bytes`;
    if (path.split('/').some(isForbiddenName)) return 'has a name that git forbids';
    if (count > treeLimits.entries) return `is beyond the first ${treeLimits.entries} files and folders`;
    if (bytes > treeLimits.paths) return `is beyond the first ${treeLimits.paths} bytes of names`;
    return undefined;
  };
}

const isForbiddenName = (name: string): boolean =>
  name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git';

export const isFileMode = (mode: string): mode is TreeEntry['mode'] =>
  ['100644', '100755', '120000', '160000'].includes(mode);

/** Why a link with this target is refused, or nothing. `path` is where it stands, `target` its bytes as latin1. */
export function linkTrouble(path: string, target: string): string | undefined {
  if (target === '') return 'is a link to nothing';
  if (target.includes('\0')) return 'is a link whose target holds a zero byte';
  if (target.length > treeLimits.path) return `is a link whose target is longer than ${treeLimits.path} bytes`;
  return leavesTree(path, target) ? 'is a link that leads out of the tree' : undefined;
}

/** Whether a link's target, read from where the link stands, is outside the tree. */
function leavesTree(path: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  const place = posix.normalize(posix.join(posix.dirname(path), target));
  return place === '..' || place.startsWith('../');
}

const SHOWN_CHARACTERS = 200;

/** The Problem of a tree that may not be judged: a verdict, not a mishap. `path` has its bytes as latin1. */
export function forbiddenTree(path: string, why: string): Result<never> {
  const text = Buffer.from(path, 'latin1').toString('utf8');
  const shown = text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
  return fail(
    problem('forbidden-tree', `${JSON.stringify(shown)} ${why}`, {
      fix: 'a candidate is files, folders, and links that stay inside it: change or remove that one',
    }),
  );
}
