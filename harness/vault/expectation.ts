import { fields } from '../model/adapter.ts';
import { unreachable, type Span } from '../model/problem.ts';
import type { Action, ActionKind, Eventually, Expectation } from '../model/scenario.ts';
import type { Value } from '../model/value.ts';
import { decodePattern } from './pattern.ts';
import { complain, replacing, type Reading } from './reading.ts';
import { certain, didYouMean } from './suggest.ts';
import { durationOf, entriesOf, valueAt } from './values.ts';

/** What a step may expect and save. */
export interface Sight {
  readonly kind: ActionKind;
  /** Nothing when the flow that would say so is not there. */
  readonly fields?: readonly string[];
}

/** What steps of one kind see; with `use` whatever the flow returns. */
export function sightOf(kind: ActionKind, action: Action | undefined): Sight {
  if (kind !== 'use') return { kind, fields: fields[kind] };
  return action?.kind === 'use' ? { kind, fields: action.flow.returns.map(({ key }) => key) } : { kind };
}

/** `expect` and `stopIf`: what each field must be. */
export function decodeExpect(reading: Reading, sight: Sight, value: Value | undefined): readonly Expectation[] {
  return entriesOf(value).flatMap(({ key, keyAt, value: wanted }) => {
    if (complainOfUnknownField(reading, sight, key, keyAt)) return [];
    const status = sight.kind === 'http' && key === 'status';
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
    case 'db':
      return { field: 'count', fieldAt: at, pattern: { is: '$gte', bound: { is: 'number', digits: '0', at }, at } };
    case 'browser':
    case 'use':
      return undefined;
    default:
      return unreachable(kind);
  }
}

/** `10s`, or `{ within, every, stopIf }`. */
export function decodeEventually(reading: Reading, sight: Sight, value: Value): Eventually | undefined {
  const within = durationOf(reading, value.is === 'map' ? valueAt(value, 'within') : value);
  const every = durationOf(reading, valueAt(value, 'every'));
  const stopIf = decodeExpect(reading, sight, valueAt(value, 'stopIf'));
  return within === undefined ? undefined : { within, ...(every === undefined ? {} : { every }), stopIf };
}

/** Says whether the step sees no such field, and complains if so. */
export function complainOfUnknownField(
  reading: Reading,
  { kind, fields: known }: Sight,
  field: string,
  at: Span,
): boolean {
  if (known === undefined || known.includes(field)) return false;
  const who = kind === 'use' ? 'this flow returns' : `${kind} steps see`;
  complain(reading, 'unknown-field', at, `"${field}" is not something that ${who}`, {
    notes: [
      known.length === 0 ? 'it returns nothing' : `${kind === 'use' ? 'it returns' : 'they see'} ${known.join(', ')}`,
    ],
    ...didYouMean(field, known),
    ...replacing(reading, at, field, certain(field, known, kind === 'use' ? 'names' : 'words')),
  });
  return true;
}
