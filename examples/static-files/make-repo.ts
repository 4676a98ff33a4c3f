import { makeRepo } from '../make-repo.ts';

/** One fault each, in one file of the server on `plain`. */
export const faults = [
  'any-method',
  'dots',
  'elsewhere',
  'fallback',
  'head',
  'if-range',
  'kept-answers',
  'kept-sizes',
  'query',
  'range-end',
  'range-start',
  'sibling',
  'stale',
  'text',
  'twice',
  'types',
  'undecodable',
] as const;

/**
 * Makes the repository of the static files demo in `dir`: `main` with the files of a site, a branch for each server of
 * them, and `bad/...` for each fault.
 */
export function makeStaticFilesRepo(dir: string): Promise<void> {
  return makeRepo(dir, import.meta.dirname, [
    'main',
    'plain',
    'send',
    'inert',
    'sirv',
    'http-server',
    ...faults.map((fault) => [`bad/${fault}`, 'plain'] as const),
  ]);
}
