import type { Act, Locator, Wanted } from '../../model/act.ts';
import type { Pattern } from '../../model/pattern.ts';
import { unreachable } from '../../model/problem.ts';
import type { Action, HttpAction, Step } from '../../model/scenario.ts';
import type { Entry, Value } from '../../model/value.ts';

/** A value that somebody wrote down, in a request or in an expectation. `key` is what it stands under, if anything. */
export interface Literal {
  readonly key: string;
  readonly value: Value;
}

/** All values of an action that a candidate is told as data. What is only asked for by its name can't be drawn. */
export function sentBy(action: Action): readonly Literal[] {
  switch (action.kind) {
    case 'http':
      return [...(reads.includes(action.method) ? [] : leavesOf('', queryOf(action))), ...contentOf(action)];
    case 'run':
      return [...action.command.slice(1), ...(action.stdin === undefined ? [] : [action.stdin])].flatMap((value) =>
        leavesOf('', value),
      );
    case 'browser':
      return action.acts.flatMap((act) => (act.is === 'fill' ? leavesOf('', act.value) : []));
    case 'file':
    case 'db':
      return [];
    case 'use':
      return action.with.flatMap(({ key, value }) => leavesOf(key, value));
    default:
      return unreachable(action);
  }
}

const reads: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

const queryOf = ({ query, path }: HttpAction): Value => ({ is: 'map', entries: query, at: path.at });

function contentOf({ content }: HttpAction): readonly Literal[] {
  switch (content?.is) {
    case undefined:
      return [];
    case 'json':
      return leavesOf('', content.value);
    case 'text':
      return leavesOf('', content.text);
    case 'form':
    case 'multipart':
      return content.fields.flatMap(({ key, value }) => leavesOf(key, value));
    default:
      return unreachable(content);
  }
}

function leavesOf(key: string, value: Value): readonly Literal[] {
  if (value.is === 'list') return value.items.flatMap((item) => leavesOf(key, item));
  if (value.is === 'map') return value.entries.flatMap((entry: Entry) => leavesOf(entry.key, entry.value));
  return [{ key, value }];
}

/** Fields of an observation that hold what a candidate made of its data. */
const telling: readonly string[] = ['body', 'text', 'stdout', 'rows', 'title'];

/** All values that a step expects to see as they are written. */
export function expectedBy({ expect, action }: Step): readonly Literal[] {
  const stated = expect.flatMap(({ field, pattern }) => (telling.includes(field) ? wantedBy('', pattern) : []));
  return action.kind === 'browser' ? [...stated, ...action.acts.flatMap(seenBy)] : stated;
}

function wantedBy(key: string, pattern: Pattern): readonly Literal[] {
  switch (pattern.is) {
    case 'equal':
    case '$equals':
      return leavesOf(key, pattern.value);
    case 'map':
      return pattern.entries.flatMap((entry) => wantedBy(entry.key, entry.pattern));
    case 'list':
      return pattern.items.flatMap((item) => wantedBy(key, item));
    case 'all':
    case '$contains':
    case '$unordered':
    case '$lines':
      return pattern.patterns.flatMap((part) => wantedBy(key, part));
    case '$each':
    case '$json':
    case '$optional':
      return wantedBy(key, pattern.pattern);
    case '$inOrder':
      return pattern.texts.flatMap((text) => leavesOf(key, text));
    // What these demand is true of more than one value.
    case 'word':
    case '$not':
    case '$oneOf':
    case '$startsWith':
    case '$endsWith':
    case '$matches':
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
    case '$closeTo':
    case '$length':
    case '$schema':
      return [];
    default:
      return unreachable(pattern);
  }
}

function seenBy(act: Act): readonly Literal[] {
  if (act.is !== 'see') return [];
  const { target, facts } = act;
  return [...located(target), ...wanted(facts.value)];
}

function located({ by, hasText }: Locator): readonly Literal[] {
  const own = by.by === 'text' ? wanted(by.text) : by.by === 'role' ? wanted(by.name) : [];
  return [...own, ...wanted(hasText)];
}

const wanted = (text: Wanted | undefined): readonly Literal[] =>
  text?.is === 'text' ? [{ key: '', value: text.text }] : [];
