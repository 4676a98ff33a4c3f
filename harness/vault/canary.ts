import { type Canary, findCanaries } from '../model/canary.ts';
import type { Edit } from '../model/problem.ts';
import type { Value } from '../model/value.ts';
import { complain, replacing, type Reading } from './reading.ts';
import type { Source } from './source.ts';
import { entriesOf, literalOf, valueAt } from './values.ts';

/** Every canary that stands in a file of a vault, wherever in it. */
export const canariesIn = (sources: readonly Pick<Source, 'file' | 'text'>[]): readonly Canary[] =>
  sources.flatMap(({ file, text }) => findCanaries(text).map((canary) => ({ file, canary })));

/** A file that may have a canary. */
interface Marked {
  readonly reading: Reading;
  /** Nothing when the file isn't even YAML. */
  readonly root?: Value;
}

/** A file's text with a canary behind it. @param text ends with a newline. */
export const withCanary = (text: string, canary: string): string => `${text}canary: ${canary}\n`;

/**
 * Advises every file to have a canary of its own. While vault.yaml (the first of `files`) has none, that is all that is
 * said: its author hasn't taken to canaries yet.
 */
export function adviseCanaries(files: readonly Marked[], newCanary: () => string): void {
  const [first] = files;
  const known = new Map<string, string>();
  for (const { reading, root } of files) {
    if (root?.is !== 'map') continue;
    const own = valueAt(root, 'canary');
    if (own === undefined) {
      complain(reading, 'no-canary', root.entries[0]?.keyAt ?? root.at, 'this file has no canary', {
        severity: 'warning',
        fix: 'holdout check --fix adds one: where it turns up, the file has been',
        ...appending(reading, root, `canary: ${newCanary()}`),
      });
      if (reading === first?.reading) return;
      continue;
    }
    const canary = literalOf(own) ?? '';
    const twin = known.get(canary);
    if (twin !== undefined) {
      complain(reading, 'shared-canary', own.at, `${twin} has the same canary`, {
        severity: 'warning',
        fix: 'give each file its own',
        ...replacing(reading, own.at, canary, newCanary()),
      });
    }
    known.set(canary, reading.source.file);
  }
}

/** The change that puts one more key behind the last one. Nothing when the file is not written one key a line. */
function appending({ source }: Reading, root: Value, line: string): { edit?: Edit } {
  const [first] = entriesOf(root);
  const written = source.lines[(first?.keyAt.line ?? 1) - 1] ?? '';
  const indent = written.slice(0, (first?.keyAt.column ?? 1) - 1);
  if (first === undefined || indent.trim() !== '' || source.lines.some((one) => /^(?:---|\.\.\.)/.test(one))) return {};
  const last = source.lines.at(-1) ?? '';
  const end = { file: source.file, line: source.lines.length, column: last.length + 1, length: 0 };
  const newline = source.text.includes('\r\n') ? '\r\n' : '\n';
  return { edit: { at: end, text: `${last === '' ? '' : newline}${indent}${line}${newline}` } };
}
