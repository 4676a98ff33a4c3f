import { fail, ok, problem, type Result } from '../model/problem.ts';

/** What a shell makes of a line, without running or filling anything. A `;`, `&`, `|` or newline ends a command. */
export function shellCommands(text: string): Result<readonly (readonly string[])[]> {
  const commands: string[][] = [[]];
  let word: string | undefined;
  let at = 0;
  const endWord = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word);
    word = undefined;
  };
  while (at < text.length) {
    const character = text[at] ?? '';
    const rest = text.slice(at, at + 2);
    if (rest === "$'" || rest === '$"' || character === "'" || character === '"') {
      const quoted = takeQuoted(text, at);
      if (quoted === undefined) return fail(unclosed(character === '$' ? (rest[1] ?? '') : character));
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (character === '\\') {
      // A backslash before a line's end joins the two lines.
      const pair = /^\\\r?\n/.exec(text.slice(at, at + 3))?.[0];
      if (pair === undefined) word = (word ?? '') + (text[at + 1] ?? '');
      at += pair?.length ?? 2;
    } else if (/[;&|\n]/.test(character)) {
      endWord();
      commands.push([]);
      at += 1;
    } else if (/\s/.test(character)) {
      endWord();
      at += 1;
    } else {
      word = (word ?? '') + character;
      at += 1;
    }
  }
  endWord();
  return ok(commands.filter((words) => words.length > 0));
}

const unclosed = (quote: string) =>
  problem('bad-curl', `a ${quote} is never closed`, { fix: 'copy the whole command; - reads it from standard input' });

function takeQuoted(text: string, start: number): { readonly text: string; readonly end: number } | undefined {
  const dollar = text[start] === '$';
  const open = dollar ? start + 1 : start;
  const quote = text[open];
  let taken = '';
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === quote) return { text: taken, end: at + 1 };
    if (character !== '\\' || (quote === "'" && !dollar)) {
      taken += character;
    } else if (quote === "'") {
      const escape = ansiEscape(text, at);
      taken += escape.text;
      at = escape.last;
    } else {
      at += 1;
      const next = text[at] ?? '';
      if (next !== '\n') taken += /["\\$`]/.test(next) ? next : `\\${next}`;
    }
  }
  return undefined;
}

const simple: { readonly [letter: string]: string } = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\u0007',
  b: '\b',
  e: '\u001b',
  f: '\f',
  v: '\v',
};

/** One escape of `$'...'`: what it stands for, and its last character's place. */
function ansiEscape(text: string, at: number): { readonly text: string; readonly last: number } {
  const code = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3}))/.exec(
    text.slice(at, at + 10),
  );
  if (code !== null) {
    const point =
      code[4] === undefined ? Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '0', 16) : Number.parseInt(code[4], 8);
    return { text: String.fromCodePoint(Math.min(point, 0x10_ff_ff)), last: at + code[0].length - 1 };
  }
  const letter = text[at + 1] ?? '';
  return { text: simple[letter] ?? letter, last: at + 1 };
}
