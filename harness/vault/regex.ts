import { RE2JS, RE2JSSyntaxException } from 're2js';
import type { Template, Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';

/** What is between the slashes, and the flags behind them, of `/x/i`; any other text is a regular expression as it is. */
export interface RegexParts {
  readonly source: Template;
  /** Of `i`, `m` and `s`. */
  readonly flags: string;
}

/** Splits `/x/i`, before its `${...}` are filled: a slash in a value is no delimiter. */
export function regexParts(template: Template): RegexParts {
  const first = template[0];
  const last = template.at(-1);
  const plain = { source: template, flags: '' };
  if (typeof first !== 'string' || typeof last !== 'string' || !first.startsWith('/')) return plain;
  const close = last.lastIndexOf('/');
  const flags = last.slice(close + 1);
  if (close === -1 || (template.length === 1 && close === 0) || !/^[ims]*$/.test(flags)) return plain;
  if (template.length === 1) return { source: [first.slice(1, close)], flags };
  return { source: [first.slice(1), ...template.slice(1, -1), last.slice(0, close)], flags };
}

/** The flags as RE2JS takes them. */
export function regexFlags(flags: string): number {
  return (
    (flags.includes('i') ? RE2JS.CASE_INSENSITIVE : 0) |
    (flags.includes('m') ? RE2JS.MULTILINE : 0) |
    (flags.includes('s') ? RE2JS.DOTALL : 0)
  );
}

/** Compiles a regular expression as it would be with every `${...}` filled, and complains when RE2 doesn't take it. */
export function complainOfRegex(reading: Reading, value: Value): RE2JS | undefined {
  if (value.is !== 'text') return undefined;
  const { source, flags } = regexParts(value.template);
  const filled = source.map((part) => (typeof part === 'string' ? part : 'x')).join('');
  if (filled.includes('\b')) {
    complain(reading, 'bad-regex', value.at, 'this regular expression has a backspace in it', {
      fix: 'use single quotes, in which YAML leaves \\b as it is',
    });
    return undefined;
  }
  try {
    return RE2JS.compile(filled, regexFlags(flags));
  } catch (thrown) {
    if (!(thrown instanceof RE2JSSyntaxException)) throw thrown;
    const { message, fix } = explain(thrown.message);
    complain(reading, 'bad-regex', value.at, message, { notes: ['regular expressions have RE2 syntax'], fix });
    return undefined;
  }
}

/** What RE2 leaves out on purpose is said by name; the rest in RE2's words. */
function explain(said: string): { message: string; fix: string } {
  if (/\(\?<?[=!]/.test(said)) {
    return { message: 'look-around is not supported', fix: 'match what is there, or use $not: { $matches: ... }' };
  }
  if (/escape sequence: `\\[1-9]/.test(said)) {
    return { message: 'backreferences are not supported', fix: 'write the repeated part out' };
  }
  const reason = said.replace(/^error parsing regexp: /, '');
  return {
    message: `this is not a regular expression: ${reason}`,
    fix: 'escape characters that are meant literally with "\\"',
  };
}
