import { defaultIdentity, type Step } from '../model/scenario.ts';
import type { Value } from '../model/value.ts';
import { actionKinds, actionsOf, decodeAction, headlineOf } from './action.ts';
import { decodeEventually, decodeExpect, impliedExpectations, sightOf } from './expectation.ts';
import { complain, type Reading } from './reading.ts';
import { decodeSave } from './save.ts';
import { entriesOf, fixedText, valueAt } from './values.ts';

/** Decodes one step. Nothing when it has no action to decode; a Problem says so. */
export function decodeStep(reading: Reading, value: Value): Step | undefined {
  const actions = actionsOf(value);
  const [entry] = actions;
  if (entry === undefined || actions.length > 1) {
    complainOfActions(
      reading,
      value,
      actions.map(({ key }) => key),
    );
    return undefined;
  }
  const kind = entry.key;
  const headline = headlineOf(reading, kind, entry);
  const action = decodeAction(reading, kind, entry.value);
  const sight = sightOf(kind, action);
  const stated = decodeExpect(reading, sight, valueAt(value, 'expect'));
  const wait = valueAt(value, 'eventually');
  const eventually = wait && decodeEventually(reading, sight, wait);
  const save = entriesOf(valueAt(value, 'save')).flatMap((saved) => decodeSave(reading, sight, saved));
  const name = fixedText(reading, valueAt(value, 'name'));
  const as = fixedText(reading, valueAt(value, 'as'));
  if (action === undefined) return undefined;
  return {
    name: name ?? headline.text,
    as: as ?? defaultIdentity,
    action,
    expect: impliedExpectations(kind, stated, headline.at),
    save,
    ...(eventually === undefined ? {} : { eventually }),
    at: value.at,
  };
}

/** A key that isn't known may be a misspelt action: the schema has said so, and that is enough. */
function complainOfActions(reading: Reading, value: Value, found: readonly string[]): void {
  if (value.is !== 'map') return;
  const known = [...actionKinds, 'name', 'as', 'expect', 'save', 'eventually'];
  if (found.length === 0 && value.entries.some(({ key }) => !known.includes(key))) return;
  const second = actionsOf(value)[1];
  const message =
    found.length === 0 ? 'this step has no action' : `a step has one action, and this one has ${found.join(' and ')}`;
  const fix = found.length === 0 ? `add one of ${actionKinds.join(', ')}` : 'make two steps of it';
  complain(reading, 'exactly-one', second?.keyAt ?? value.at, message, { fix });
}
