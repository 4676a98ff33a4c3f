import type { Span } from '../../model/problem.ts';
import type { Expectation, Step } from '../../model/scenario.ts';
import { complain, type Reading } from '../reading.ts';
import { entriesOf } from '../values.ts';
import { lintBrowser } from './browser.ts';
import { lintProse } from './prose.ts';

/** Habits that make good candidates fail, or bad ones pass: warnings, for the author to weigh. */
export function lintAdvice(reading: Reading, steps: readonly Step[]): void {
  for (const step of steps) {
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

function lintExpectation(reading: Reading, expectation: Expectation): void {
  lintProse(reading, expectation);
  const { field, pattern } = expectation;
  const parts = pattern.is === 'all' ? pattern.patterns : [pattern];
  for (const part of parts) {
    if (field !== 'body' || part.is !== '$equals' || entriesOf(part.value).length === 0) continue;
    warn(reading, 'whole-body-equals', part.at, '$equals on a whole body fails at every key that is added to it', {
      fix: 'list the keys that matter; extra keys are ignored',
    });
  }
}

function warn(reading: Reading, code: string, at: Span, message: string, more: { readonly fix: string }): void {
  complain(reading, code, at, message, { severity: 'warning', ...more });
}
