import { unreachable, type Span } from '../model/problem.ts';
import type { Action, ActionKind, DbAction, RunAction } from '../model/scenario.ts';
import type { Entry, Value } from '../model/value.ts';
import { decodeBrowser } from './browser-action.ts';
import { splitCommand } from './command-line.ts';
import { decodeHttp } from './http-action.ts';
import { decodeUse } from './use-action.ts';
import { complain, writtenText, type Reading } from './reading.ts';
import { durationOf, entriesOf, fixedText, hasExpression, itemsOf, literalOf, valueAt } from './values.ts';

export const actionKinds: readonly ActionKind[] = ['http', 'browser', 'run', 'file', 'db', 'use'];

const isKind = (key: string): key is ActionKind => (actionKinds as readonly string[]).includes(key);

/** The entries of a step that are actions. A step needs exactly one. */
export function actionsOf(step: Value): readonly (Entry & { readonly key: ActionKind })[] {
  return entriesOf(step).flatMap((entry) => (isKind(entry.key) ? [{ ...entry, key: entry.key }] : []));
}

/** Decodes the action of a step. Nothing when it is too broken to go on; a Problem says so. */
export function decodeAction(reading: Reading, kind: ActionKind, value: Value): Action | undefined {
  switch (kind) {
    case 'http':
      return decodeHttp(reading, value);
    case 'run':
      return decodeRun(reading, value);
    case 'file':
      return value.is === 'text' ? { kind, path: value } : undefined;
    case 'browser':
      return decodeBrowser(reading, value);
    case 'db':
      return decodeDb(reading, value);
    case 'use':
      return decodeUse(reading, value);
    default:
      return unreachable(kind);
  }
}

/** What of an action stands for all of it: `GET /api/me`, `notes list`. Names a step, and carries what is implied. */
export function headlineOf(reading: Reading, kind: ActionKind, { value, keyAt }: Entry): { text: string; at: Span } {
  const long = { http: 'request', run: 'command', db: 'query', use: 'flow', file: undefined, browser: undefined }[kind];
  const headline = (long === undefined ? undefined : valueAt(value, long)) ?? value;
  const words = headline.is === 'list' && kind === 'run' ? headline.items : [headline];
  const text = words.flatMap((word) => writtenText(reading, word) ?? []).join(' ');
  const line = text.trim().split('\n')[0] ?? '';
  if (line === '') return { text: kind, at: keyAt };
  return { text: line.length > 80 ? `${line.slice(0, 79)}…` : line, at: headline.at };
}

const defaultTimeout = 10_000;

function decodeRun(reading: Reading, value: Value): RunAction | undefined {
  const written = value.is === 'map' ? valueAt(value, 'command') : value;
  const command = written?.is === 'text' ? splitCommand(reading, written.template, written.at) : argumentsOf(written);
  if (command.length === 0) return undefined;
  const stdin = valueAt(value, 'stdin');
  const cwd = valueAt(value, 'cwd');
  return {
    kind: 'run',
    command,
    ...(stdin === undefined ? {} : { stdin }),
    env: entriesOf(valueAt(value, 'env')),
    ...(cwd === undefined ? {} : { cwd }),
    timeout: durationOf(reading, valueAt(value, 'timeout')) ?? defaultTimeout,
  };
}

/** Arguments of a list, which may be numbers and booleans to the author but are text to a program. */
function argumentsOf(list: Value | undefined): readonly Value[] {
  return itemsOf(list).map((item) => {
    if (item.is === 'number') return { is: 'text', template: [item.digits], at: item.at };
    return item.is === 'boolean' ? { is: 'text', template: [String(item.value)], at: item.at } : item;
  });
}

function decodeDb(reading: Reading, value: Value): DbAction | undefined {
  const written = valueAt(value, 'query');
  if (written !== undefined && hasExpression(written)) {
    complain(reading, 'template-in-query', written.at, '${...} is not filled in a query', {
      notes: ['a value that the candidate made could change what the query does'],
      fix: 'write "?" in its place, and the value in "params"',
    });
  }
  const query = literalOf(written);
  const from = valueAt(value, 'source');
  const source = fixedText(reading, from);
  if (query === undefined || written === undefined) return undefined;
  const action: DbAction = {
    kind: 'db',
    query,
    params: itemsOf(valueAt(value, 'params')),
    ...(from === undefined || source === undefined ? {} : { source, sourceAt: from.at }),
    at: written.at,
  };
  reading.queries.push(action);
  return action;
}
