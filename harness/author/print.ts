import { stringify } from 'yaml';
import { escaped, hidden } from '../model/hidden.ts';
import { isList, isMapping, type Said, type SaidMap } from './said.ts';

/** Short mappings and lists stand on one line up to this column. */
const width = 108;

/** The lines of `key: value`, `indent` columns in: on one line when it is short, else one line for each part. */
export function entryLines(key: string, value: Said, indent = 0): readonly string[] {
  const head = `${' '.repeat(indent)}${scalarText(key, true)}:`;
  const flat = flatText(value, false);
  if (flat !== undefined && (isScalar(value) || head.length + 1 + flat.length <= width)) return [`${head} ${flat}`];
  if (typeof value === 'string') return [`${head} ${blockHead(value)}`, ...blockLines(value, indent + 2)];
  if (isList(value)) return [head, ...value.flatMap((item) => itemLines(item, indent + 2))];
  return isMapping(value) ? [head, ...mapLines(value, indent + 2)] : [];
}

/** The lines of a mapping's entries. */
function mapLines(map: SaidMap, indent: number): readonly string[] {
  return [...map].flatMap(([key, value]) => entryLines(key, value, indent));
}

/** The lines of one item of a list, `- ` at the column `indent`. */
export function itemLines(item: Said, indent: number): readonly string[] {
  const dash = `${' '.repeat(indent)}- `;
  const flat = flatText(item, false);
  if (flat !== undefined && (isScalar(item) || dash.length + flat.length <= width)) return [`${dash}${flat}`];
  if (typeof item === 'string') return [`${dash}${blockHead(item)}`, ...blockLines(item, indent + 2)];
  const [first = '', ...rest] = isList(item)
    ? item.flatMap((below) => itemLines(below, indent + 2))
    : isMapping(item)
      ? mapLines(item, indent + 2)
      : [];
  return [dash + first.slice(indent + 2), ...rest];
}

const isScalar = (value: Said): boolean => !isList(value) && !isMapping(value);

/** On one line; nothing when a text in it reads better over several. */
function flatText(value: Said, inside: boolean): string | undefined {
  if (isList(value)) {
    const items = value.map((item) => flatText(item, true));
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  if (isMapping(value)) {
    const entries = [...value].map(([key, below]) => {
      const flat = flatText(below, true);
      return flat === undefined ? undefined : `${scalarText(key, true)}: ${flat}`;
    });
    if (entries.includes(undefined)) return undefined;
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  if (typeof value === 'string' && isBlock(value)) return undefined;
  return scalarText(value, inside);
}

/** A scalar on one line. `inside` a mapping or list in braces, or as a key, more characters have to be quoted. */
function scalarText(value: Said, inside: boolean): string {
  if (typeof value === 'string' && (value.length > 500 || !visible.test(value))) return quoted(value);
  const text = stringify(value, { lineWidth: 0, blockQuote: false, version: '1.2', schema: 'core' }).replace(/\n$/, '');
  const risky = inside ? /[[\]{},:#]|^[-?]|^<<$/ : /^[-?] ?$/;
  return typeof value === 'string' && (text.includes('\n') || (text === value && risky.test(value)))
    ? quoted(value)
    : text;
}

/** Nothing that a reader can't see, and no space but the usual one. */
const visible = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;

/** In the quotes that need the fewest backslashes. What can't be seen is written by its number. */
const quoted = (text: string): string =>
  /["\\]/.test(text) && /^[\x20-\x26\x28-\x7e]*$/.test(text)
    ? `'${text}'`
    : JSON.stringify(text).replaceAll(hidden, escaped);

/** Text of several lines that a block can hold without loss. */
const isBlock = (text: string): boolean =>
  text.includes('\n') &&
  /^\S/.test(text) &&
  !text.endsWith('\n\n') &&
  text.split('\n').every((line) => visible.test(line));

const blockHead = (text: string): string => (text.endsWith('\n') ? '|' : '|-');

function blockLines(text: string, indent: number): readonly string[] {
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  return lines.map((line) => (line === '' ? '' : ' '.repeat(indent) + line));
}
