import { fields } from '../model/adapter.ts';
import { unreachable, type Span } from '../model/problem.ts';
import type { ActionKind, Eventually, Expectation } from '../model/scenario.ts';
import type { Value } from '../model/value.ts';
import { decodePattern } from './pattern.ts';
import { complain, type Reading } from './reading.ts';
import { closest } from './suggest.ts';
import { durationOf, entriesOf, valueAt } from './values.ts';

/** `expect` and `stopIf`: what each field must be. */
export function decodeExpect(reading: Reading, kind: ActionKind, value: Value | undefined): readonly Expectation[] {
  return entriesOf(value).flatMap(({ key, keyAt, value: wanted }) => {
    if (complainOfUnknownField(reading, kind, key, keyAt)) return [];
    const status = kind === 'http' && key === 'status';
    return [{ field: key, fieldAt: keyAt, pattern: decodePattern({ reading, status }, wanted) }];
  });
}

/** What a step demands when `expect` doesn't say: as ordinary Expectations, so that nobody else has to know. */
export function impliedExpectations(
  kind: ActionKind,
  stated: readonly Expectation[],
  at: Span,
): readonly Expectation[] {
  const implied = impliedBy(kind, at);
  return implied === undefined || stated.some(({ field }) => field === implied.field) ? stated : [implied, ...stated];
}

function impliedBy(kind: ActionKind, at: Span): Expectation | undefined {
  switch (kind) {
    case 'http':
      return { field: 'status', fieldAt: at, pattern: { is: '$lt', bound: { is: 'number', digits: '400', at }, at } };
    case 'run':
      return { field: 'exit', fieldAt: at, pattern: { is: 'equal', value: { is: 'number', digits: '0', at }, at } };
    case 'file':
      return { field: 'exists', fieldAt: at, pattern: { is: 'equal', value: { is: 'boolean', value: true, at }, at } };
    case 'browser':
    case 'db':
    case 'use':
      return undefined;
    default:
      return unreachable(kind);
  }
}

/** `10s`, or `{ within, every, stopIf }`. */
export function decodeEventually(reading: Reading, kind: ActionKind, value: Value): Eventually | undefined {
  const within = durationOf(reading, value.is === 'map' ? valueAt(value, 'within') : value);
  const every = durationOf(reading, valueAt(value, 'every'));
  const stopIf = decodeExpect(reading, kind, valueAt(value, 'stopIf'));
  return within === undefined ? undefined : { within, ...(every === undefined ? {} : { every }), stopIf };
}

/** Says whether a step of this kind has no such field, and complains if so. What a flow returns only the flow knows. */
export function complainOfUnknownField(reading: Reading, kind: ActionKind, field: string, at: Span): boolean {
  if (kind === 'use') return false;
  const known: readonly string[] = fields[kind];
  if (known.includes(field)) return false;
  const meant = closest(field, known);
  complain(reading, 'unknown-field', at, `"${field}" is not something that ${kind} steps see`, {
    notes: [`they see ${known.join(', ')}`],
    ...(meant === undefined ? {} : { fix: `did you mean "${meant}"?` }),
  });
  return true;
}
