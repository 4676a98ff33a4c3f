import { makeRepo } from '../make-repo.ts';

/** Makes the repository of the json-server demo in `dir`: `main` with the data, and a branch for each published version. */
export function makeJsonServerRepo(dir: string): Promise<void> {
  return makeRepo(dir, import.meta.dirname, ['main', 'v0.16', 'v0.17', 'v1.0-beta']);
}
