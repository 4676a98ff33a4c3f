import type { Span } from '../../model/problem.ts';
import type { BrowserAction, Expectation, Scenario, Step } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { entriesOf, literalOf } from '../values.ts';

/** Habits that make good candidates fail, or bad ones pass: warnings, for the author to weigh. */
export function lintAdvice(reading: Reading, scenario: Scenario): void {
  for (const step of [...scenario.before, ...scenario.steps, ...scenario.after]) {
    lintWaiting(reading, step);
    for (const expectation of step.expect) lintExpectation(reading, expectation);
    if (step.action.kind === 'browser') lintBrowser(reading, step.action);
  }
}

const writing: readonly string[] = ['POST', 'PUT', 'PATCH'];

function lintWaiting(reading: Reading, { eventually, action, at }: Step): void {
  if (eventually === undefined) return;
  if (action.kind === 'browser') {
    complain(reading, 'eventually-on-browser', at, 'browser steps wait by themselves', {
      fix: 'leave "eventually" out',
    });
  }
  if (action.kind === 'http' && writing.includes(action.method)) {
    warn(reading, 'eventually-on-write', action.path.at, `"eventually" may send this ${action.method} many times`, {
      fix: 'send it once, and wait in a step that reads',
    });
  }
}

function lintExpectation(reading: Reading, { field, pattern }: Expectation): void {
  if (field === 'body' && pattern.is === '$equals' && pattern.value.is === 'map') {
    warn(reading, 'whole-body-equals', pattern.at, '$equals on a whole body fails at every key that is added to it', {
      fix: 'list the keys that matter; extra keys are ignored',
    });
  }
  if (field === 'stderr' && pattern.is === 'equal' && (literalOf(pattern.value) ?? '') !== '') {
    warn(reading, 'exact-error-text', pattern.at, 'an error may be worded in many ways', {
      fix: "match what it must be about: { $matches: '/password/i' }",
    });
  }
}

/** Acts that look; all others do something to which the page reacts in its own time. */
const looking: readonly string[] = ['see', 'notSee'];

function lintBrowser(reading: Reading, { acts }: BrowserAction): void {
  let settled = false;
  for (const act of acts) {
    const [entry] = entriesOf(act);
    if (entry?.key === 'notSee' && !settled) {
      warn(reading, 'not-see-first', entry.keyAt, '"notSee" passes at once on a page that has not reacted yet', {
        fix: 'put a "see" before it',
      });
    }
    settled = entry !== undefined && looking.includes(entry.key);
    lintLocators(reading, act);
  }
}

function lintLocators(reading: Reading, value: Value): void {
  for (const { key, keyAt, value: below } of entriesOf(value)) {
    if (key === 'css') {
      warn(reading, 'css-locator', keyAt, 'a CSS selector ties the scenario to one way of building the page', {
        fix: 'find it as a user does: by role and name, label or text',
      });
    }
    lintLocators(reading, below);
  }
}

function warn(reading: Reading, code: string, at: Span, message: string, more: { readonly fix: string }): void {
  complain(reading, code, at, message, { severity: 'warning', ...more });
}
