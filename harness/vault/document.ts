import { isAlias, isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type Scalar } from 'yaml';
import type { Span } from '../model/problem.ts';
import type { Entry, Value } from '../model/value.ts';
import { jsonDigits } from './digits.ts';
import { complain, startReading, type Reading, type ReadingOptions } from './reading.ts';
import { spanOf, type Source } from './source.ts';
import { parseTemplate, type Place } from './template.ts';
import { complainOfSyntax } from './yaml-errors.ts';

export interface Document {
  readonly reading: Reading;
  /** Nothing when the file isn't YAML at all; the Problems say why. */
  readonly root?: Value;
}

/**
 * Reads YAML 1.2, core schema, without what makes one file mean two things: tags, anchors, merge keys, duplicate keys,
 * several documents. `templates` says whether `${...}` in texts stands for something.
 */
export function readDocument(source: Source, options: ReadingOptions): Document {
  const reading = startReading(source, options);
  // Uniqueness of keys is checked below: the parser's own check takes quadratic time.
  const document = parseDocument(source.text, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
  });
  if (document.errors.length > 0) {
    complainOfSyntax(reading, document.errors);
    return { reading };
  }
  const root = readNode(reading, document.contents, { depth: 0, empty: spanOf(source, 0, 0) });
  return { reading, root };
}

interface Position {
  readonly depth: number;
  /** Where a value that isn't there would be. */
  readonly empty: Span;
}

const deepest = 64;

function readNode(reading: Reading, node: Node | null | undefined, position: Position): Value {
  if (!node?.range) return { is: 'null', at: position.empty };
  const at = spanOf(reading.source, node.range[0], node.range[1]);
  if (position.depth > deepest) {
    complain(reading, 'too-deep', at, `this is nested more than ${deepest} levels deep`);
    return { is: 'null', at };
  }
  complainOfReferences(reading, node, at);
  if (isMap<Node | null, Node | null>(node)) {
    return { is: 'map', entries: readEntries(reading, node.items, position.depth + 1), at };
  }
  if (isSeq<Node | null>(node)) {
    const items = node.items.map((item) => readNode(reading, item, { depth: position.depth + 1, empty: at }));
    return { is: 'list', items, at };
  }
  return isScalar(node) ? readScalar(reading, node, at) : { is: 'null', at };
}

function readEntries(
  reading: Reading,
  pairs: readonly Pair<Node | null, Node | null>[],
  depth: number,
): readonly Entry[] {
  const firstLines = new Map<string, number>();
  const entries: Entry[] = [];
  for (const { key, value } of pairs) {
    const entry = readKey(reading, key);
    if (entry === undefined) continue;
    const firstLine = firstLines.get(entry.key);
    if (firstLine !== undefined) {
      complain(reading, 'duplicate-key', entry.keyAt, `the key "${entry.key}" is there twice`, {
        notes: [`first on line ${firstLine}`],
        fix: 'remove one of them',
      });
      continue;
    }
    firstLines.set(entry.key, entry.keyAt.line);
    entries.push({ ...entry, value: readNode(reading, value, { depth, empty: entry.keyAt }) });
  }
  return entries;
}

function readKey(reading: Reading, node: Node | null): Omit<Entry, 'value'> | undefined {
  const keyAt = spanOf(reading.source, node?.range?.[0] ?? 0, node?.range?.[1] ?? 0);
  if (node !== null) complainOfReferences(reading, node, keyAt);
  if (!isScalar(node) || typeof node.value !== 'string') {
    const written = isScalar(node) ? node.source : undefined;
    complain(reading, 'key-not-text', keyAt, 'a key must be text', written ? { fix: `quote it: "${written}"` } : {});
    return undefined;
  }
  if (node.value === '<<' && node.type === 'PLAIN') {
    complain(reading, 'merge-key', keyAt, 'merge keys ("<<") are not part of the scenario language', {
      fix: 'write the keys out',
    });
    return undefined;
  }
  if (reading.templates && /(?:^|[^$])\$\{/.test(node.value)) {
    complain(reading, 'template-not-allowed', keyAt, '${...} is not filled in keys');
  }
  return { key: node.value, keyAt };
}

/** Tags, anchors and aliases: a reader of the file should see all of a scenario where it is used. */
function complainOfReferences(reading: Reading, node: Node, at: Span): void {
  const start = node.range?.[0] ?? 0;
  const { text } = reading.source;
  if (isAlias(node)) {
    complain(reading, 'yaml-alias', at, 'aliases are not part of the scenario language', {
      fix: 'write the value out',
    });
  } else if ('anchor' in node && node.anchor) {
    const anchorAt = text.lastIndexOf('&', start);
    const span = spanOf(reading.source, anchorAt, anchorAt + 1 + node.anchor.length);
    complain(reading, 'yaml-anchor', span, 'anchors are not part of the scenario language', {
      fix: `remove "&${node.anchor}" and write the value out where it is used`,
    });
  }
  if (node.tag) {
    const tagAt = text.lastIndexOf('!', start - 1);
    const tagStart = text[tagAt - 1] === '!' ? tagAt - 1 : tagAt;
    const tag = text.slice(tagStart, start).trim();
    complain(reading, 'yaml-tag', spanOf(reading.source, tagStart, tagStart + tag.length), `unknown tag "${tag}"`, {
      notes: ['tags are not part of the scenario language'],
      fix: 'remove it, or quote the value if it is meant as text',
    });
  }
}

function readScalar(reading: Reading, node: Scalar, at: Span): Value {
  const { value } = node;
  if (typeof value === 'boolean') return { is: 'boolean', value, at };
  if (typeof value === 'number') return readNumber(reading, node.source ?? '', at);
  if (typeof value !== 'string') return { is: 'null', at };
  return readText(reading, value, at, node);
}

function readNumber(reading: Reading, written: string, at: Span): Value {
  const digits = jsonDigits(written);
  if (digits === undefined) {
    complain(reading, 'bad-number', at, `${written.slice(0, 40)} is not a number that JSON can hold`, {
      fix: `write it in decimal digits, or quote it if it is meant as text`,
    });
  }
  return { is: 'number', digits: digits ?? '0', at };
}

function readText(reading: Reading, text: string, at: Span, node: Scalar): Value {
  if (!reading.templates || !text.includes('${')) return { is: 'text', template: [text], at };
  const template = parseTemplate(text, reading, placesIn(reading.source, text, node, at));
  const value: Value = { is: 'text', template, at };
  reading.written.set(value, text);
  return value;
}

/**
 * Escapes, folding and indentation make a scalar's text differ from what stands in the file. The n-th `${` of the one is
 * the n-th of the other, though, and an expression rarely holds anything but itself. Where it does, `${` is pointed at.
 */
function placesIn(source: Source, text: string, node: Scalar, at: Span): Place {
  const [start, end] = node.range ?? [0, 0];
  const raw = source.text.slice(start, end);
  const inText = indexesOf(text, '${');
  const inRaw = indexesOf(raw, '${');
  if (inText.length !== inRaw.length) return () => at;
  const rawOpens = new Map(inText.map((open, index) => [open, inRaw[index] ?? 0]));
  return (open, from, to) => {
    const rawOpen = rawOpens.get(open) ?? 0;
    const same = raw.startsWith(text.slice(open, to), rawOpen);
    if (!same) return spanOf(source, start + rawOpen, start + rawOpen + 2);
    return spanOf(source, start + rawOpen + from - open, start + rawOpen + to - open);
  };
}

function indexesOf(text: string, token: string): readonly number[] {
  const indexes: number[] = [];
  for (let at = text.indexOf(token); at !== -1; at = text.indexOf(token, at + 1)) indexes.push(at);
  return indexes;
}
