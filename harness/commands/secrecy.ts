import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { Source } from '../candidate/pin.ts';
import { type Problem, problem } from '../model/problem.ts';
import type { Vault } from '../model/vault.ts';

/** What lies in the repository is handed to the worker with it. @param folders of the repository, all of them. */
export function insideRepository(
  { dir, encrypted }: Pick<Vault, 'dir' | 'encrypted'>,
  historyDir: string,
  folders: readonly string[],
): readonly Problem[] {
  const why =
    encrypted === undefined
      ? 'where the worker can read it'
      : 'where the worker can put another in its place, encrypted to the same key';
  return [
    ...(isInside(realpathSync(dir), folders)
      ? [
          problem('vault-in-repository', `the vault ${dir} lies inside the repository it would judge, ${why}`, {
            fix: 'move the vault out of the repository, to a folder that the worker has no access to',
          }),
        ]
      : []),
    ...(encrypted === undefined && folders.some((folder) => isPartOf(folder, realpathSync(dir)))
      ? [
          problem(
            'vault-in-repository',
            `the repository lies inside the vault ${dir}, and its files would be scenarios`,
            {
              fix: 'move one of them out of the other',
            },
          ),
        ]
      : []),
    ...(isInside(existingPart(historyDir), folders)
      ? [
          problem(
            'store-in-repository',
            `the history in ${historyDir} would lie inside the repository, where the worker can read it`,
            { fix: 'choose another folder with --store' },
          ),
        ]
      : []),
  ];
}

/** By what the folders are, not by what they are called: a second mount of the repository is the repository. */
function isInside(path: string, folders: readonly string[]): boolean {
  const own = new Set(folders.map(identity));
  for (let at = path; ; at = dirname(at)) {
    if (existsSync(at) && own.has(identity(at))) return true;
    if (at === dirname(at)) return false;
  }
}

const identity = (path: string): string => {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev}:${ino}`;
};

/** What stands in `controls/` is not read as scenarios. */
const isPartOf = (folder: string, vault: string): boolean =>
  folder.startsWith(vault + sep) && !folder.startsWith(join(vault, 'controls') + sep);

/** The real path of a folder that may not be there yet. */
function existingPart(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(existingPart(dirname(path)), basename(path));
}

/** The user whose repository it is; nobody here, when it is a remote one. */
export function ownerOf({ local }: Source): number | undefined {
  return local === undefined ? undefined : statSync(local.workTree ?? local.gitDir).uid;
}
