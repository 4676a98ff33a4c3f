import { MachineTrouble } from '../model/problem.ts';
import { StoreTrouble } from '../model/store.ts';

/** What the machine says when it is full, closed or broken, as against what a bug of ours says. */
const machine = new Set([
  'ENOSPC',
  'EDQUOT',
  'EROFS',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'EEXIST',
  'ENOTDIR',
  'EIO',
]);

/**
 * Why no verdict was reached, for an error that nobody expected to come this far. One line for the machine's trouble, a
 * trace for ours; a worker hears neither.
 */
export function lastWords(error: unknown, argv: readonly string[]): string {
  if (isForWorker(argv)) return 'error: no verdict could be reached here';
  if (!(error instanceof Error)) return `holdout: a bug in the judge, no verdict: ${String(error)}`;
  if (error instanceof StoreTrouble)
    return `error: ${error.message}\n   = nothing was judged that could be kept; free it or choose another with --store`;
  if (error instanceof MachineTrouble) return `error: ${error.message}`;
  if (machine.has(String((error as NodeJS.ErrnoException).code))) return `error: the machine refused: ${error.message}`;
  return `holdout: a bug in the judge, no verdict: ${error.stack ?? error.message}`;
}

/** Who listens is known by the command line alone here. What a hook prints, git shows to whoever pushes. */
function isForWorker(argv: readonly string[]): boolean {
  const command = argv.slice(2).find((word) => !word.startsWith('-'));
  return command === 'pre-receive' || /--audience[ =]worker/.test(argv.join(' '));
}
