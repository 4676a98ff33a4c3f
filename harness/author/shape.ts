import {
  expected,
  expectedKey,
  isList,
  isMapping,
  mapOf,
  variable,
  type Json,
  type JsonMap,
  type Said,
} from './said.ts';
import { isIdKey } from './scope.ts';
import { isDate, isDateTime, isEmail, isPasswordKey, isSecretKey, isUrl, isUuid } from './values.ts';

/** What is known of the values of an answer. */
export interface Known {
  /** The variable that a value stood for. */
  readonly name: (key: string, value: Json) => string | undefined;
  /** Was this text sent, as itself? Then it comes back because it was sent. */
  readonly echoed: (text: string) => boolean;
}

const deepest = 4;
const mostKeys = 12;

/** What an answer must be like, by one that was seen: relations and types where there are any, no value that is there by chance. */
export function shapeOf(value: Json, known: Known, key = '', depth = 0): Said {
  const name = known.name(key, value);
  if (name !== undefined) return variable(name);
  if (typeof value === 'string') return textShape(key, value, known);
  if (typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isInteger(value) ? '$integer' : '$number';
  if (typeof value === 'bigint') return '$integer';
  if (isList(value)) return listShape(value, known, depth);
  if (isMapping(value)) return mappingShape(value, known, depth);
  return '$any';
}

function textShape(key: string, text: string, known: Known): Said {
  if (isUuid(text)) return '$uuid';
  if (isEmail(text)) return '$email';
  if (isDateTime(text)) return '$datetime';
  if (isDate(text)) return '$date';
  if (isUrl(text)) return '$url';
  if (isIdKey(key)) return '$any';
  if (text !== '' && !isSecretKey(key) && known.echoed(text)) return expected(text);
  return text === '' ? '$string' : '$nonempty';
}

function mappingShape(map: JsonMap, known: Known, depth: number): Said {
  if (map.size === 0 || depth >= deepest) return '$object';
  // A password in an answer is a fault, not a promise.
  const promised = [...map].filter(([key]) => !isPasswordKey(key));
  const telling =
    promised.length > mostKeys ? promised.filter(([key, value]) => toldIn(key, value, known) > 0) : promised;
  const kept = (telling.length > 0 ? telling : promised).slice(0, mostKeys);
  if (kept.length === 0) return '$object';
  return new Map(kept.map(([key, value]) => [expectedKey(key), shapeOf(value, known, key, depth + 1)]));
}

/** Of a long list the item that we know something of; else what all its items are like. */
function listShape(list: readonly Json[], known: Known, depth: number): Said {
  if (list.length === 0 || depth >= deepest) return '$array';
  const most = Math.max(...list.map((item) => toldIn('', item, known)));
  const ours = list.find((item) => toldIn('', item, known) === most);
  if (ours !== undefined && most > 0) return mapOf({ $contains: [onlyTelling(shapeOf(ours, known, '', depth + 1))] });
  const shapes = list.slice(0, 20).map((item) => shapeOf(item, known, '', depth + 1));
  const [first = '$any'] = shapes;
  const same = shapes.every((shape) => sameShape(shape, first));
  return mapOf({ $each: same ? first : shapes.every(isMapping) ? common(shapes.filter(isMapping)) : '$any' });
}

/** How many variables stand in it. */
function toldIn(key: string, value: Json, known: Known): number {
  if (isList(value)) return value.reduce<number>((sum, item) => sum + toldIn('', item, known), 0);
  if (isMapping(value)) return [...value].reduce((sum, [name, below]) => sum + toldIn(name, below, known), 0);
  return known.name(key, value) === undefined ? 0 : 1;
}

/** Of an item to look for, what tells it from the others. */
function onlyTelling(shape: Said): Said {
  if (!isMapping(shape)) return shape;
  const telling = [...shape].filter(([, below]) => typeof below === 'string' && below.startsWith('${'));
  return telling.length === 0 ? shape : new Map(telling);
}

const sameShape = (a: Said, b: Said): boolean => printed(a) === printed(b);
const printed = (shape: Said): string =>
  JSON.stringify(shape, (_, value: unknown) =>
    value instanceof Map ? [...value] : typeof value === 'bigint' ? String(value) : value,
  );

/** The keys that all of them have; where they differ, anything goes. */
function common(shapes: readonly JsonMap[]): Said {
  const [first, ...rest] = shapes;
  if (first === undefined) return '$object';
  const shared = [...first].flatMap(([key, shape]) => {
    if (!rest.every((other) => other.has(key))) return [];
    const same = rest.every((other) => sameShape(other.get(key) ?? null, shape));
    return [[key, same ? shape : typeof shape === 'boolean' ? '$boolean' : '$any'] as const];
  });
  return shared.length === 0 ? '$object' : new Map(shared);
}
