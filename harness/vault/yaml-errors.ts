import type { YAMLParseError } from 'yaml';
import { complain, type Reading } from './reading.ts';
import { spanOf } from './source.ts';

/** One Problem for what the YAML parser reports in cascades: the first error is the author's, the rest are its echo. */
export function complainOfSyntax(reading: Reading, errors: readonly YAMLParseError[]): void {
  const { text } = reading.source;
  const unquoted = errors.filter(({ pos: [start] }) => text[start] === '{' && text[start - 1] === '$');
  if (unquoted.length > 0) {
    for (const { pos } of unquoted) complainOfUnquoted(reading, pos[0] - 1);
    return;
  }
  const tooDeep = errors.find(({ code }) => code === 'RESOURCE_EXHAUSTION');
  const first = tooDeep ?? errors[0];
  if (first === undefined) return;
  const at = spanOf(reading.source, first.pos[0], first.pos[1]);
  const known = explained[first.code];
  if (known === undefined) complain(reading, 'bad-yaml', at, `this is not valid YAML: ${lowerFirst(first.message)}`);
  else complain(reading, known.code, at, known.message, { fix: known.fix });
}

/** `{ email: ${email} }`: to YAML the second brace opens another mapping. */
function complainOfUnquoted(reading: Reading, start: number): void {
  const { text } = reading.source;
  const lineEnd = text.indexOf('\n', start);
  const close = text.indexOf('}', start);
  const end = close === -1 || (lineEnd !== -1 && close > lineEnd) ? start + 2 : close + 1;
  const whole = scalarAround(text, start);
  const quoted = `"${whole === undefined ? text.slice(start, end) : text.slice(whole.start, whole.end)}"`;
  complain(
    reading,
    'unquoted-template',
    spanOf(reading.source, start, end),
    '${...} inside { } or [ ] must be quoted',
    {
      fix: `quote it: ${quoted}`,
      ...(whole === undefined ? {} : { edit: { at: spanOf(reading.source, whole.start, whole.end), text: quoted } }),
    },
  );
}

/**
 * The text that an unquoted `${` at `at` is a part of, up to what ends a text inside `{ }` and `[ ]`. Nothing when it is
 * not plain to see where it begins and ends, or when quotes alone would not do.
 */
function scalarAround(text: string, at: number): { start: number; end: number } | undefined {
  const lineStart = text.lastIndexOf('\n', at) + 1;
  const before = /(?:^\s*- |: |[,{[]\s*)((?:\$\{[^{}\n"\\]*\}|[^,{}[\]"'\\#&*!|>%@`\n:$]|:(?=\S))*)$/.exec(
    text.slice(lineStart, at),
  );
  const after = /^(?:\$\{[^{}\n"\\]*\}|[^,{}[\]"'\\#\n:\r$]|:(?=[^\s,}\]]))+(?=\s*[,}\]\n\r]|\s*$)/.exec(
    text.slice(at),
  );
  if (before === null || after === null) return undefined;
  const start = at - (before[1] ?? '').trimStart().length;
  return { start, end: at + after[0].trimEnd().length };
}

const explained: { readonly [code: string]: { code: string; message: string; fix: string } | undefined } = {
  RESOURCE_EXHAUSTION: {
    code: 'too-deep',
    message: 'this is nested too deep',
    fix: 'no scenario needs more than a few levels',
  },
  MULTIPLE_DOCS: {
    code: 'several-documents',
    message: 'one file holds one scenario, and "---" starts another document',
    fix: 'put it in a file of its own',
  },
  TAB_AS_INDENT: { code: 'bad-yaml', message: 'YAML is indented with spaces, and this is a tab', fix: 'use spaces' },
  BAD_SCALAR_START: {
    code: 'bad-yaml',
    message: 'text may not start with this character unless it is quoted',
    fix: 'put the text in quotes',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    code: 'bad-yaml',
    message: 'a second ": " on one line',
    fix: 'put the text in quotes, or the mapping on lines of its own',
  },
};

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);
