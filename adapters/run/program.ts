import { posix } from 'node:path';
import { words } from './words.ts';

/**
 * The command that really runs: when its first word is a name of `bin`, the command line given there takes its place.
 *
 * A `bin` line is words, not a shell script, and it runs in the scenario's work dir. So that `notes: node cli.js`
 * still finds the candidate's file, a word that looks like a file stands for the one in the application folder:
 *
 *     node cli.js          node /app/cli.js
 *     ./bin/notes          /app/bin/notes
 *     python3 -m notes     as it is: no word looks like a file
 *     app 1.5 --in=a.txt   as it is: a number, an option
 *
 * A word looks like a file when it has a `/` or ends in `.` and letters, and starts with neither `/` nor `-`. The
 * first word needs the `/`; without one it is looked up on PATH.
 */
export function program(
  argv: readonly string[],
  bin: { readonly [name: string]: string },
  appDir: string,
): readonly string[] {
  const [name = '', ...given] = argv;
  if (!Object.hasOwn(bin, name)) return argv;
  const line = words(bin[name] ?? '').map((word, index) =>
    looksLikeFile(word, index === 0) ? posix.join(appDir, word) : word,
  );
  return [...line, ...given];
}

function looksLikeFile(word: string, first: boolean): boolean {
  if (word.startsWith('/') || word.startsWith('-')) return false;
  return word.includes('/') || (!first && /\.[A-Za-z][A-Za-z0-9]*$/.test(word));
}
