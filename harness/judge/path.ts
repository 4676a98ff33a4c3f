import type { Data } from '../model/value.ts';
import { closest } from '../vault/suggest.ts';
import { isList } from './data.ts';
import { describeKind, show, visible } from './describe.ts';

/** `['items', 0, 'id']`: own keys of objects, indexes of lists. */
export type Path = readonly (string | number)[];

/** An object with more keys than this is not searched for a name that was meant. */
const maxKeys = 500;
/** Characters of a key that a path shows. */
const maxShownKey = 100;

/** One step down: an own key of an object or an index of a list (below zero from its end), nothing else. */
export function childOf(data: Data, part: string | number): Data | undefined {
  if (typeof part === 'number') return isList(data) ? data.at(part) : undefined;
  return data instanceof Map ? data.get(part) : undefined;
}

/** Why `childOf` finds nothing, in words that help: `there is "emial"`; empty when there is nothing to say. */
export function whyNoChild(data: Data, part: string | number): string {
  if (typeof part === 'number')
    return isList(data) ? `the list has ${data.length} items` : `it is ${describeKind(data)}`;
  if (!(data instanceof Map)) return `it is ${describeKind(data)}`;
  const near = data.size > maxKeys ? undefined : closest(part, data.keys());
  return near === undefined ? '' : `there is ${show(near)}`;
}

/** What a path leads to, or the first part of it that isn't there. */
export type Followed =
  | { readonly is: 'found'; readonly data: Data }
  | { readonly is: 'missing'; readonly path: string; readonly why: string };

/** Follows `path` from a value that is called `name`. */
export function follow(start: Data, name: string, path: Path): Followed {
  let data = start;
  let walked = name;
  for (const part of path) {
    const child = childOf(data, part);
    walked = pathTo(walked, part);
    if (child === undefined) return { is: 'missing', path: walked, why: whyNoChild(data, part) };
    data = child;
  }
  return { is: 'found', data };
}

/** Prints one step down a path: `items` and 0 give `items[0]`, `headers` and `a b` give `headers["a b"]`. */
export function pathTo(path: string, part: string | number): string {
  if (typeof part === 'number') return `${path}[${part}]`;
  const key = part.length > maxShownKey ? `${part.slice(0, maxShownKey)}…` : part;
  return /^[\w$-]+$/.test(key) ? `${path}.${key}` : `${path}[${visible(JSON.stringify(key))}]`;
}
