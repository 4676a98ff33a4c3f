/*
 * Expectations are matched by the judge with RE2. What is looked for on a page is looked for by the browser, which has
 * JavaScript's regular expressions. Both read most patterns alike; what they don't is translated where that is certain
 * and refused where it isn't.
 */

/** The same pattern for a browser (with its flag `u`), or what it doesn't have and what to write instead. */
export type PageRegex =
  | { readonly is: 'regex'; readonly source: string; readonly flags: string }
  | { readonly is: 'refused'; readonly what: string; readonly fix: string };

/** What is searched: `text` as a user reads it, with white space collapsed to one line, or a `value` as it is. */
export type Searched = 'text' | 'value';

/** @param source a pattern that RE2 takes. @param flags of `i`, `m` and `s`. */
export function pageRegex(source: string, flags: string, searched: Searched): PageRegex {
  const refusal = refusals.find(({ found }) => found.test(withoutEscapedBackslashes(source)));
  if (refusal !== undefined) return { is: 'refused', what: refusal.what, fix: refusal.fix };
  const translated = translate(source, searched === 'text');
  const both = searched === 'text' ? `${flags.replaceAll(/[ms]/g, '')}su` : `${flags}u`;
  try {
    RegExp(translated, both);
  } catch {
    return {
      is: 'refused',
      what: 'this regular expression',
      fix: 'write it more simply: letters, [..], (..), * + ? and \\d \\w \\s \\b',
    };
  }
  return { is: 'regex', source: translated, flags: both };
}

const withoutEscapedBackslashes = (source: string): string => source.replaceAll('\\\\', '  ');

const refusals: readonly { readonly found: RegExp; readonly what: string; readonly fix: string }[] = [
  { found: /\(\?P</, what: '(?P<name>', fix: 'write (?<name>, or a plain group' },
  { found: /\(\?[a-zA-Z-]/, what: 'a flag inside', fix: 'write the flags behind the pattern: /x/i' },
  { found: /\[\[:/, what: 'a class like [[:alpha:]]', fix: 'write [A-Za-z], \\d, \\w or \\s' },
  { found: /\\A/, what: '\\A', fix: 'write ^' },
  { found: /\\[zZ]/, what: '\\z', fix: 'write $' },
  { found: /\\[QE]/, what: '\\Q', fix: 'escape characters that are meant literally with "\\"' },
  { found: /\\[Ca]|\\[0-7]/, what: 'an escape like \\C or \\012', fix: 'write the character itself, or \\x41' },
  {
    found: /\\[pP](?:[A-Z]|\{\^?[A-Za-z_]{3,}\})/,
    what: 'a class like \\pL or \\p{Greek}',
    fix: 'write \\p{L}, or \\p{Script=Greek} as [...]',
  },
];

const escape = /\\(?:x\{([0-9A-Fa-f]+)\}|([pP]\{[^}]*\}|[\s\S]))/y;

/**
 * With its flag `u` a browser refuses needless escapes, and `{`, `}` and `]` that stand for themselves. It searches text
 * as it stands in the page's source: there, one space of a `collapsed` text may be any run of white space.
 */
function translate(source: string, collapsed: boolean): string {
  let out = '';
  let inClass = false;
  for (let i = 0; i < source.length; ) {
    const spaces = collapsed ? (inClass ? spaceOfClass(source, i) : run(source, i)) : undefined;
    if (spaces !== undefined) {
      out += spaces.pattern;
      i = spaces.end;
      continue;
    }
    escape.lastIndex = i;
    const found = escape.exec(source);
    if (found !== null) {
      out += found[1] === undefined ? escaped(found[2] ?? '', inClass) : `\\u{${found[1]}}`;
      i = escape.lastIndex;
      continue;
    }
    const char = source[i] ?? '';
    if (!inClass && char === '{' && !/^\{\d+(?:,\d*)?\}/.test(source.slice(i))) out += '\\{';
    else if (!inClass && (char === ']' || (char === '}' && !/\{\d+(?:,\d*)?$/.test(source.slice(0, i)))))
      out += `\\${char}`;
    else out += collapsed && !inClass ? (ends.get(char) ?? char) : char;
    // In RE2 a bracket that comes first in a class stands for itself.
    const [opening] = !inClass && char === '[' ? (/^\[\^?\]?/.exec(source.slice(i)) ?? []) : [];
    if (opening !== undefined) {
      out += opening.slice(1).replace(']', '\\]');
      inClass = true;
      i += opening.length;
    } else {
      if (inClass && char === ']') inClass = false;
      i += 1;
    }
  }
  return out;
}

function escaped(char: string, inClass: boolean): string {
  if (/^[A-Za-z0-9]/.test(char) || /[$^\\.*+?()[\]{}|/]/.test(char) || (inClass && char === '-')) return `\\${char}`;
  return char;
}

interface Spaces {
  readonly pattern: string;
  readonly end: number;
}

const blank = /(?:\\?\s|\\s)(?:([*?]|\{0(?:,\d*)?\})|\+|\{\d+(?:,\d*)?\})?(\??)/y;

/** A space or `\s`, with how often it may come, at a place outside a class. */
function run(source: string, start: number): Spaces | undefined {
  blank.lastIndex = start;
  const [found, optional, lazy] = blank.exec(source) ?? [];
  if (found === undefined) return undefined;
  return { pattern: `\\s${optional === undefined ? '+' : '*'}${lazy}`, end: start + found.length };
}

/** A space at a place in a class. As the beginning or end of a range it stays the character that it is. */
function spaceOfClass(source: string, start: number): Spaces | undefined {
  const [found] = /^\\?\s/.exec(source.slice(start, start + 2)) ?? [];
  if (found === undefined) return undefined;
  const end = start + found.length;
  const char = found.slice(-1);
  return { pattern: source[end] === '-' ? `\\s${char}` : `${char}\\s`, end };
}

/** White space around an element's text is none of what a user reads. */
const ends: ReadonlyMap<string, string> = new Map([
  ['^', '^\\s*'],
  ['$', '\\s*$'],
]);
