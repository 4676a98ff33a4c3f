import { block, line, shorten } from '../terminal/text.ts';

/** Characters of a text within a line. */
const longest = 400;

/**
 * A text of others within a line of Markdown: words as they are, and everything else in code spans. GitHub looks for mentions,
 * references and addresses in what Markdown has become, where a backslash is gone, but never in code.
 */
export function said(text: string): string {
  const parts: { readonly plain: boolean; readonly words: string[] }[] = [];
  for (const [i, word] of shorten(line(text), longest).split(' ').entries()) {
    const plain = isPlain(word) && !(i === 0 && listMark.test(word));
    const last = parts.at(-1);
    if (last?.plain === plain) last.words.push(word);
    else parts.push({ plain, words: [word] });
  }
  return parts.map(({ plain, words }) => (plain ? words.join(' ') : codeOf(words.join(' ')))).join(' ');
}

/** The comma behind what is code is not. */
function codeOf(text: string): string {
  const [, before = text, comma = ''] = /^(.+?)([,;])$/.exec(text) ?? [];
  return `${code(before)}${comma}`;
}

/** The same within a table, where a bar would end the cell whatever stands before it. */
export function cell(text: string): string {
  return said(text.replaceAll('|', String.raw`\u007c`));
}

/** A text of ours that may hold names in backticks: they are code. */
export function sentence(text: string): string {
  return text
    .split('`')
    .map((part, i) => (i % 2 === 0 ? said(part) : code(line(part))))
    .join('');
}

/** A text as code within a line. */
export function code(text: string): string {
  if (text === '') return '';
  const ticks = '`'.repeat(longestRun(text) + 1);
  const room = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return ticks + room + text + room + ticks;
}

/** Lines as a block of code, which ends at the fence and nowhere before. */
export function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}text\n${block(text)}\n${fence}\n`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
}

/** A word, a number, a date or a time, with marks around it that mean nothing to Markdown or to GitHub where they stand. */
const plainWord =
  /^\(?(?:\p{L}[\p{L}\p{M}']*(?:-\p{L}[\p{L}\p{M}']*)*|[\p{L}\p{N}]+|\p{N}+(?:[.,-]\p{N}+)*|%|=)\)?%?[,;:.?]?\)?$|^\d\d:\d\d[,;]?$/u;
/** What may be taken for a commit, or for an address. */
const taken = /[0-9a-f]{7,}|www\./i;
/** What makes a line the item of a numbered list. */
const listMark = /^\p{N}+[.)]/u;

function isPlain(word: string): boolean {
  return plainWord.test(word) && !taken.test(word);
}
