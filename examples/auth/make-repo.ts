import { makeRepo } from '../make-repo.ts';

/**
 * Makes the repository of the authentication demo in `dir`: `main` with the app and its TASK.md, and four attempts at
 * the task, each green by its own tests.
 */
export function makeAuthRepo(dir: string): Promise<void> {
  return makeRepo(dir, import.meta.dirname, ['main', 'attempt-1', 'attempt-2', 'attempt-3', 'attempt-4']);
}
