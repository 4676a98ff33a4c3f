import type { Act, CountTest, Facts, Locator } from '../model/act.ts';
import type { Span } from '../model/problem.ts';
import type { BrowserAction } from '../model/scenario.ts';
import type { Entry, Value } from '../model/value.ts';
import { keyNames, unknownKey } from './keys.ts';
import { complainOfMisplaced, decodeLocator, decodeWanted, hasLocator, locatorKeys } from './locator.ts';
import { complain, type Reading, writtenText } from './reading.ts';
import { didYouMean } from './suggest.ts';
import { entriesOf, entryAt, hasExpression, itemsOf, literalOf, oneOrMore, valueAt } from './values.ts';

/** The list of acts of a `browser` step. */
export function decodeBrowser(reading: Reading, value: Value): BrowserAction {
  return { kind: 'browser', acts: itemsOf(value).flatMap((item) => decodeAct(reading, item) ?? []) };
}

/** One act; nothing when it is too broken to go on, of which the schema or a Problem says so. */
function decodeAct(reading: Reading, item: Value): Act | undefined {
  const word = literalOf(item);
  if (word === 'reload' || word === 'back') return { is: word, at: item.at };
  const [entry] = entriesOf(item);
  if (entry === undefined) return undefined;
  const { keyAt: at, value } = entry;
  switch (entry.key) {
    case 'reload':
    case 'back':
      if (value.is !== 'null') {
        complain(reading, 'bad-value', value.at, `"${entry.key}" takes nothing`, { fix: `write - ${entry.key}` });
      }
      return { is: entry.key, at };
    case 'goto':
      return decodeGoto(reading, value, at);
    case 'press':
      return decodePress(reading, value, at);
    case 'dialog':
      return decodeDialog(reading, value, at);
    case 'click':
    case 'dblclick':
    case 'hover':
    case 'check':
    case 'uncheck':
    case 'fill':
    case 'select':
    case 'upload':
    case 'see':
    case 'notSee':
      return decodeOnTarget(reading, entry.key, entry);
    default:
      return undefined;
  }
}

type OnTarget = Exclude<Act['is'], 'goto' | 'reload' | 'back' | 'press' | 'dialog'>;

/** What an act says beside its locator. */
const own: { readonly [is in OnTarget]: readonly string[] } = {
  click: [],
  dblclick: [],
  hover: [],
  check: [],
  uncheck: [],
  fill: ['value'],
  select: ['value'],
  upload: ['files'],
  see: ['value', 'checked', 'enabled', 'count'],
  notSee: [],
};

function decodeOnTarget(reading: Reading, is: OnTarget, { keyAt: at, value }: Entry): Act | undefined {
  const target = decodeTarget(reading, value, own[is]);
  switch (is) {
    case 'fill':
    case 'select': {
      const text = scalarAt(reading, value, at, is);
      return target && text && { is, target, value: text, at };
    }
    case 'upload': {
      const files = oneOrMore(valueAt(value, 'files'));
      if (files.length === 0 && value.is === 'map') {
        complain(reading, 'missing-key', at, '"upload" needs "files"', { fix: 'name files of the work dir' });
      }
      return target && { is, target, files, at };
    }
    case 'see':
      return target && { is, target, facts: decodeFacts(reading, value), at };
    case 'click':
    case 'dblclick':
    case 'hover':
    case 'check':
    case 'uncheck':
    case 'notSee':
      return target && { is, target, at };
    default:
      return is satisfies never;
  }
}

function decodeTarget(reading: Reading, value: Value, mine: readonly string[]): Locator | undefined {
  for (const { key, keyAt } of entriesOf(value)) {
    if (!locatorKeys.includes(key) && !mine.includes(key)) complainOfMisplaced(reading, key, keyAt);
  }
  return decodeLocator(reading, value);
}

/** The `value` of `fill` and `select`: what is typed, or chosen. Not a pattern. */
function scalarAt(reading: Reading, value: Value, at: Span, is: string): Value | undefined {
  const given = valueAt(value, 'value');
  if (given?.is === 'text' || given?.is === 'number' || given?.is === 'boolean') return given;
  if (given !== undefined) {
    complain(reading, 'bad-value', given.at, `"value" of "${is}" must be text`, { fix: 'write "" for no text' });
  } else if (value.is === 'map') {
    complain(reading, 'missing-key', at, `"${is}" needs "value"`, {
      fix: is === 'fill' ? 'say what is typed; "" empties the field' : 'say which option',
    });
  }
  return undefined;
}

function decodeGoto(reading: Reading, value: Value, at: Span): Act | undefined {
  if (value.is !== 'text') return undefined;
  const [first] = value.template;
  const written = writtenText(reading, value) ?? '';
  if (typeof first === 'string' && !first.startsWith('/')) {
    const address = /^[A-Za-z][A-Za-z0-9+.-]*:/.test(first);
    complain(
      reading,
      'bad-request',
      value.at,
      address ? '"goto" has a path, not an address' : 'a path starts with "/"',
      {
        fix: address ? 'leave the address out: vault.yaml says where the candidate is' : `write /${written}`,
      },
    );
  }
  return { is: 'goto', path: value, at };
}

/** `Enter`, or `{ key: Enter, role: textbox }`. */
function decodePress(reading: Reading, value: Value, at: Span): Act | undefined {
  const key = value.is === 'map' ? valueAt(value, 'key') : value;
  if (key === undefined) {
    complain(reading, 'missing-key', at, '"press" needs "key"', {
      fix: 'write press: Enter, or { key: Enter, label: Search }',
    });
    return undefined;
  }
  if (key.is !== 'text') return undefined;
  const unknown = unknownKey(literalOf(key) ?? 'Enter');
  if (unknown !== undefined) {
    complain(reading, 'unknown-key-name', key.at, `"${unknown}" is not a key`, {
      notes: ['keys are called Enter, Escape, Tab, ArrowDown, a, Control+A'],
      ...didYouMean(unknown, keyNames),
    });
  }
  if (value.is === 'map' && hasLocator(value)) {
    const target = decodeTarget(reading, value, ['key']);
    return target && { is: 'press', key, target, at };
  }
  if (value.is === 'map') decodeStray(reading, value);
  return { is: 'press', key, at };
}

function decodeStray(reading: Reading, value: Value): void {
  for (const { key, keyAt } of entriesOf(value)) if (key !== 'key') complainOfMisplaced(reading, key, keyAt);
}

/** `accept`, `dismiss`, or `{ accept: text }`. */
function decodeDialog(reading: Reading, value: Value, at: Span): Act | undefined {
  const word = literalOf(value);
  if (word === 'accept' || word === 'dismiss') return { is: 'dialog', accept: word === 'accept', at };
  const text = valueAt(value, 'accept');
  if (text !== undefined) return { is: 'dialog', accept: true, text, at };
  // Another word is the schema's to complain of.
  if (value.is === 'text' && hasExpression(value)) {
    complain(reading, 'template-not-allowed', value.at, '${...} is not filled here', {
      fix: 'write accept or dismiss',
    });
  }
  return undefined;
}

function decodeFacts(reading: Reading, value: Value): Facts {
  const wanted = decodeWanted(reading, valueAt(value, 'value'), 'value');
  const checked = flagAt(value, 'checked');
  const enabled = flagAt(value, 'enabled');
  const count = decodeCount(reading, entryAt(value, 'count'));
  return {
    ...(wanted === undefined ? {} : { value: wanted }),
    ...(checked === undefined ? {} : { checked }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(count === undefined ? {} : { count }),
  };
}

function flagAt(value: Value, name: string): NonNullable<Facts['checked']> | undefined {
  const given = valueAt(value, name);
  return given?.is === 'boolean' ? { is: given.value, at: given.at } : undefined;
}

const bounds = ['$gt', '$gte', '$lt', '$lte'] as const;

/** `3`, or `{ $gte: 1 }`. */
function decodeCount(reading: Reading, entry: Entry | undefined): Facts['count'] {
  if (entry === undefined) return undefined;
  const { value } = entry;
  const [only, second] = entriesOf(value);
  const bound = second === undefined ? bounds.find((one) => one === only?.key) : undefined;
  const is: CountTest = bound ?? '=';
  const number = bound === undefined ? value : (only?.value ?? value);
  const whole = number.is === 'number' && /^\d+$/.test(number.digits);
  if (whole || (number.is === 'text' && hasExpression(number))) return { is, number, at: number.at };
  complain(reading, 'bad-value', number.at, '"count" is a whole number, or one of $gt, $gte, $lt, $lte of one', {
    fix: 'write 3, or { $gte: 1 }',
  });
  return undefined;
}
