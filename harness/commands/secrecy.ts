import { existsSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';
import type { Source } from '../candidate/pin.ts';
import { type Problem, problem } from '../model/problem.ts';

/** What lies in the repository is handed to the worker with it. */
export function insideRepository(vaultDir: string, historyDir: string, { local }: Source): readonly Problem[] {
  const folders = [local?.workTree, local?.gitDir].flatMap((folder) =>
    folder === undefined ? [] : [realpathSync(folder)],
  );
  const isInside = (path: string): boolean =>
    folders.some((folder) => path === folder || path.startsWith(folder + sep));
  return [
    ...(isInside(realpathSync(vaultDir))
      ? [
          problem(
            'vault-in-repository',
            `the vault ${vaultDir} lies inside the repository it would judge, where the worker can read it`,
            {
              fix: 'move the vault out of the repository, to a folder that the worker has no access to',
            },
          ),
        ]
      : []),
    ...(isInside(existingPart(historyDir))
      ? [
          problem(
            'store-in-repository',
            `the history in ${historyDir} would lie inside the repository, where the worker can read it`,
            {
              fix: 'choose another folder with --store',
            },
          ),
        ]
      : []),
  ];
}

/** The real path of a folder that may not be there yet. */
function existingPart(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(existingPart(dirname(path)), basename(path));
}

/** The user whose repository it is; nobody here, when it is a remote one. */
export function ownerOf({ local }: Source): number | undefined {
  return local === undefined ? undefined : statSync(local.workTree ?? local.gitDir).uid;
}
