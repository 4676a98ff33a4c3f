import { makeRepo } from '../make-repo.ts';

/** Makes the repository of the TodoMVC demo in `dir`: `main` with a server of files, and a branch for each published page. */
export function makeTodomvcRepo(dir: string): Promise<void> {
  return makeRepo(dir, import.meta.dirname, ['main', 'backbone', 'ractive', 'react']);
}
