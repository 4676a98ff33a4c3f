import { createHash } from 'node:crypto';
import { type Data, ExactNumber } from '../model/value.ts';
import { negate, roundTo } from './arithmetic.ts';
import { isList, printJson, textOf } from './data.ts';
import { describeKind } from './describe.ts';
import { compareNumbers, isWhole } from './numbers.ts';
import type { RandomStream } from './random.ts';
import { countCharacters } from './text.ts';

/** What a call came to: its value, or why there is none, in words that go after the function's name. */
export type Called = { readonly ok: true; readonly value: Data } | { readonly ok: false; readonly why: string };

/** What a call may read besides its arguments. Without `random`, the `random.` functions may not be called. */
export interface CallContext {
  readonly now: number;
  readonly random?: RandomStream;
}

/** Bytes, roughly, of a text that a template or a call may make. */
export const maxText = 1024 * 1024;

/** Calls a function of the scenario language: `round`, `random.int`. */
export function call(name: string, args: readonly Data[], context: CallContext): Called {
  if (name.startsWith('random.')) {
    return context.random === undefined
      ? refused('may only be called under "vars:"')
      : callRandom(name.slice('random.'.length), args, context.random);
  }
  const [first] = args;
  switch (name) {
    case 'round':
    case 'floor':
    case 'ceil':
      return onNumber(args, (digits) => roundTo(name, digits));
    case 'abs':
      return onNumber(args, (digits) => (digits.startsWith('-') ? negate(digits) : digits));
    case 'min':
      return extreme(args, -1);
    case 'max':
      return extreme(args, 1);
    case 'upper':
      return onText(args, (text) => text.toUpperCase());
    case 'lower':
      return onText(args, (text) => text.toLowerCase());
    case 'base64':
      return onText(args, (text) => Buffer.from(text).toString('base64'));
    case 'sha256':
      return onText(args, (text) => createHash('sha256').update(text).digest('hex'));
    case 'len':
      return length(args);
    case 'json':
      return first === undefined || args.length > 1 ? refused('takes one value') : text(printJson(first, maxText));
    case 'now':
      return args.length > 0 ? refused('takes nothing') : text(new Date(context.now).toISOString());
    default:
      return refused('is not a function');
  }
}

function callRandom(name: string, args: readonly Data[], random: RandomStream): Called {
  switch (name) {
    case 'int': {
      const [min, max] = args.map(safeInteger);
      if (args.length !== 2 || min === undefined || max === undefined || min > max) {
        return refused('takes the least and the greatest whole number');
      }
      return number(random.int(min, max));
    }
    case 'string': {
      const [count] = args.map(safeInteger);
      if (args.length !== 1 || count === undefined || count < 1 || count > 10_000) {
        return refused('takes a length from 1 to 10000');
      }
      return text(random.string(count));
    }
    case 'word':
    case 'email':
    case 'uuid':
      return args.length > 0 ? refused('takes nothing') : text(random[name]());
    case 'pick': {
      const [first] = args;
      const choices = args.length === 1 && first !== undefined && isList(first) ? first : args;
      return choices.length === 0 ? refused('takes what to pick from') : { ok: true, value: random.pick(choices) };
    }
    default:
      return refused('is not a function');
  }
}

const refused = (why: string): Called => ({ ok: false, why });
const number = (value: number): Called => ({ ok: true, value: new ExactNumber(String(value)) });
const text = (value: string): Called =>
  value.length > maxText ? refused('makes a text that is too long') : { ok: true, value };

function onNumber(args: readonly Data[], compute: (digits: string) => string): Called {
  const [first] = args;
  if (first === undefined || args.length > 1) return refused('takes one number');
  if (!(first instanceof ExactNumber)) return refused(`takes a number, not ${describeKind(first)}`);
  return { ok: true, value: new ExactNumber(compute(first.digits)) };
}

/** Numbers and booleans count as the text that a template makes of them. */
function onText(args: readonly Data[], compute: (text: string) => string): Called {
  const [first] = args;
  if (first === undefined || args.length > 1) return refused('takes one text');
  if (first === null || isList(first) || first instanceof Map) {
    return refused(`takes a text, not ${describeKind(first)}`);
  }
  return text(compute(textOf(first)));
}

/** The least (-1) or the greatest (1) of its arguments. */
function extreme(args: readonly Data[], sign: -1 | 1): Called {
  let found: ExactNumber | undefined;
  for (const arg of args) {
    if (!(arg instanceof ExactNumber)) return refused(`takes numbers, not ${describeKind(arg)}`);
    if (found === undefined || compareNumbers(arg.digits, found.digits) * sign > 0) found = arg;
  }
  return found === undefined ? refused('takes at least one number') : { ok: true, value: found };
}

function length(args: readonly Data[]): Called {
  const [first] = args;
  const count = first === undefined || args.length > 1 ? undefined : lengthOf(first);
  return count === undefined ? refused('takes one text, list or object') : number(count);
}

/** Characters of a text, items of a list, keys of an object; nothing for what has no length. */
export function lengthOf(data: Data): number | undefined {
  if (typeof data === 'string') return countCharacters(data);
  if (isList(data)) return data.length;
  return data instanceof Map ? data.size : undefined;
}

function safeInteger(data: Data): number | undefined {
  if (!(data instanceof ExactNumber) || !isWhole(data.digits)) return undefined;
  const value = Number(data.digits);
  return Number.isSafeInteger(value) ? value : undefined;
}
