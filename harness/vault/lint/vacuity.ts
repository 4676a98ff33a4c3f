import type { Act } from '../../model/act.ts';
import { unreachable } from '../../model/problem.ts';
import type { Action, Expectation, Scenario, Step } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { literalOf, valueAt } from '../values.ts';
import { every, holds, type Holds, type Shown } from './stubs.ts';

/** A candidate that does nothing: the same answer to every request, a page without anything on it, silent programs. */
interface Stub {
  readonly says: string;
  readonly status: number;
  readonly type: string;
  readonly text: string;
  readonly body: Shown;
}

const stubs: readonly Stub[] = [
  { says: '200 and {}', status: 200, type: 'application/json', text: '{}', body: {} },
  { says: '200 and a page that says OK', status: 200, type: 'text/html', text: '<h1>OK</h1>', body: undefined },
  { says: '404', status: 404, type: 'application/json', text: '{}', body: {} },
];

/** Warns of a scenario that a candidate passes by doing nothing. What the run alone can tell gets the benefit of the doubt. */
export function lintVacuity(reading: Reading, root: Value, { before, steps }: Scenario): void {
  const all = [...before, ...steps];
  const passing = stubs.find((stub) => all.every((step) => stepHolds(step, stub) === 'yes'));
  if (passing === undefined) return;
  const at = valueAt(root, 'name')?.at ?? root.at;
  if (all.every(({ expect }) => expect.every(isImplied)) && !all.some(looks)) {
    complain(reading, 'no-assertion', at, 'this scenario expects nothing of its own', {
      severity: 'warning',
      notes: [`it passes when ${wording(all, passing)}`],
      fix: 'add an "expect" that says what must be seen',
    });
    return;
  }
  complain(reading, 'vacuous', at, `this scenario passes when ${wording(all, passing)}`, {
    severity: 'warning',
    fix: 'expect something that only a candidate that does the work can show',
  });
}

function wording(steps: readonly Step[], { says }: Stub): string {
  const kinds = new Set(steps.map(({ action }) => action.kind));
  const parts = [
    ...(kinds.has('http') || kinds.has('use') ? [`every answer is ${says}`] : []),
    ...(kinds.has('browser') ? ['every page is empty'] : []),
    ...(kinds.has('run') ? ['every program ends with 0 and prints nothing'] : []),
    ...(kinds.has('file') ? ['no file is written'] : []),
  ];
  return parts.join(' and ');
}

/** One that nobody wrote has no place of its own. */
export const isImplied = ({ fieldAt, pattern }: Expectation): boolean => pattern.at === fieldAt;

const looks = ({ action }: Step): boolean =>
  action.kind === 'browser' && action.acts.some(({ is }) => is === 'see' || is === 'notSee');

function stepHolds({ action, expect, save }: Step, stub: Stub): Holds {
  const seen = seenBy(action, stub);
  if (seen === undefined) return 'no';
  const saved = save.map(({ from }): Holds => {
    if (from.path.length > 0 || from.regex !== undefined) return 'no';
    return seen[from.field] === undefined ? 'no' : 'yes';
  });
  return every([...expect.map((one) => expectationHolds(one, seen)), ...saved]);
}

type Seen = { readonly [field: string]: Shown };

function expectationHolds({ field, pattern }: Expectation, seen: Seen): Holds {
  if (field !== 'headers') return holds(pattern, Object.hasOwn(seen, field) ? seen[field] : undefined);
  if (pattern.is !== 'map') return 'unsure';
  return every(
    pattern.entries.map(({ key, pattern: wanted }) =>
      holds(wanted, key.toLowerCase() === 'content-type' ? seen['headers'] : undefined),
    ),
  );
}

/** What a step sees of a stub, by field. Nothing when the step can't even be done. */
function seenBy(action: Action, stub: Stub): Seen | undefined {
  switch (action.kind) {
    case 'http':
      return { status: stub.status, body: stub.body, text: stub.text, headers: stub.type, ms: 1 };
    case 'run':
      return { exit: 0, stdout: '', stderr: '', ms: 1 };
    case 'file':
      return { exists: false };
    case 'browser':
      return action.acts.every(isPossible) ? { url: lastPlace(action.acts), title: '', text: '' } : undefined;
    case 'db':
      return undefined;
    case 'use':
      if (action.flow.steps.length === 0) return undefined;
      return every(action.flow.steps.map((step) => stepHolds(step, stub))) === 'yes' ? {} : undefined;
    default:
      return unreachable(action);
  }
}

/** Acts that an empty page doesn't stop. */
function isPossible(act: Act): boolean {
  if (act.is === 'press') return act.target === undefined;
  return ['goto', 'reload', 'back', 'dialog', 'notSee'].includes(act.is);
}

function lastPlace(acts: readonly Act[]): Shown {
  const last = acts.findLast(({ is }) => is === 'goto');
  return last?.is === 'goto' ? literalOf(last.path) : undefined;
}
