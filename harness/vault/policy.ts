import type { Policy, Threshold } from '../model/gate.ts';
import type { Isolation } from '../model/run.ts';
import type { Value } from '../model/value.ts';
import { digestOf } from './digest.ts';
import { complain, type Reading } from './reading.ts';
import { entriesOf, fixedTexts, isTrue, literalOf, numberOf, valueAt } from './values.ts';

/** `gate:` of vault.yaml. Without it every scenario must pass. */
export function decodePolicy(reading: Reading, value: Value | undefined): Policy {
  const require = valueAt(value, 'require');
  const isolation = literalOf(valueAt(require, 'isolation'));
  const score = percentage(literalOf(valueAt(value, 'score')) ?? '');
  const base = literalOf(valueAt(value, 'base'));
  const quarantine = valueAt(value, 'quarantine');
  const rules = {
    pass: decodeThreshold(reading, valueAt(value, 'pass')),
    ...(score === undefined ? {} : { score }),
    ...(base === undefined ? {} : { base }),
    mustPass: fixedTexts(reading, valueAt(value, 'mustPass')),
    tags: Object.fromEntries(
      entriesOf(valueAt(value, 'tags')).map(({ key, value: wanted }) => [key, decodeThreshold(reading, wanted)]),
    ),
    require: {
      ...(isIsolation(isolation) ? { isolation } : {}),
      qualified: isTrue(valueAt(require, 'qualified')),
      valid: decodeThreshold(reading, valueAt(require, 'valid')),
    },
    ...(quarantine === undefined ? {} : { quarantine: decodeQuarantine(quarantine) }),
  };
  return { ...rules, digest: digestOf(rules) };
}

function decodeQuarantine(value: Value): NonNullable<Policy['quarantine']> {
  const [, days] = /^([0-9]+)d$/.exec(literalOf(valueAt(value, 'expires')) ?? '') ?? [];
  return {
    cap: percentage(literalOf(valueAt(value, 'cap')) ?? '') ?? 5,
    expires: Number(days ?? 30) * 24 * 3_600_000,
  };
}

/** `15`, `15 of 17`, `90%`, `all`. */
function decodeThreshold(reading: Reading, value: Value | undefined): Threshold {
  if (value === undefined) return { is: 'all' };
  const at = value.at;
  const text = literalOf(value) ?? '';
  const percent = percentage(text);
  if (percent !== undefined) return { is: 'percent', atLeast: percent };
  const [, count, of] = /^([0-9]+)(?: of ([0-9]+))?$/.exec(text) ?? [];
  const atLeast = numberOf(value) ?? (count === undefined ? undefined : Number(count));
  if (atLeast === undefined) return { is: 'all' };
  if (of === undefined) return { is: 'count', atLeast, at };
  if (atLeast > Number(of)) complain(reading, 'bad-value', at, `${atLeast} of ${of} is more than there are`);
  return { is: 'count', atLeast, of: Number(of), at };
}

/** 0 to 100. */
function percentage(text: string): number | undefined {
  const [, digits] = /^([0-9]+(?:\.[0-9]+)?)%$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function isIsolation(word: string | undefined): word is Isolation {
  return word === 'sealed' || word === 'same-user' || word === 'unconfined';
}
