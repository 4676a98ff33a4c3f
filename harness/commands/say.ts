import { stripVTControlCharacters } from 'node:util';
import type { Problem } from '../model/problem.ts';
import type { Style } from '../model/report.ts';

/** How text is printed to one stream: colour only on a terminal that wants it. */
export function styleOf(stream: NodeJS.WriteStream): Style {
  const colour =
    process.env['NO_COLOR'] !== undefined && process.env['NO_COLOR'] !== ''
      ? false
      : process.env['FORCE_COLOR'] !== undefined
        ? process.env['FORCE_COLOR'] !== '0'
        : stream.isTTY && process.env['TERM'] !== 'dumb';
  return { colour, width: stream.columns ?? 100 };
}

/** Problems that are not in a vault file, as a person reads them, to standard error. */
export function complain(problems: readonly Problem[]): void {
  const { colour } = styleOf(process.stderr);
  for (const { severity, message, notes = [], fix } of problems) {
    const head = colour ? `\u001b[1;${severity === 'error' ? 31 : 33}m${severity}\u001b[0m` : severity;
    const lines = [
      `${head}: ${message}`,
      ...notes.map((note) => `   = ${note}`),
      ...(fix === undefined ? [] : [`   = ${fix}`]),
    ];
    process.stderr.write(`${lines.map(plain).join('\n')}\n`);
  }
}

/** What git or a sandbox said may hold a candidate's bytes; our own colour codes are added around it, never from it. */
const plain = (line: string): string => (line.startsWith('\u001b[1;') ? line : stripVTControlCharacters(line));
