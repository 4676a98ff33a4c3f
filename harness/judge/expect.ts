import type { Observation } from '../model/observation.ts';
import type { Pattern } from '../model/pattern.ts';
import type { Expectation, Sources } from '../model/scenario.ts';
import type { Mismatch } from '../model/trial.ts';
import { compile } from './compile.ts';
import { excerptOf } from '../model/frame.ts';
import { type Fault, filled, type Filled, andThen } from './fault.ts';
import type { Finding } from './matchers/check.ts';
import type { Scope } from './scope.ts';
import { type Subject, subjectOf } from './subject.ts';

/** Mismatches that one step reports. */
const maxFindings = 50;

/**
 * Holds what a step saw against everything it expects, and tells all that differs, in the scenario's order; empty when
 * all is met. A Fault means that no judgement was possible; the candidate's bytes alone never cause one.
 */
export function matchExpectations(
  expectations: readonly Expectation[],
  observation: Observation,
  scope: Scope,
): Filled<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const { field, pattern } of expectations) {
    const found = match(pattern, seenField(observation, field), scope, field);
    if (!found.ok) return found;
    findings.push(...found.value);
  }
  return filled(findings.slice(0, maxFindings));
}

/** Holds one value against one Pattern; `path` is how messages call the value. Never throws. */
export function match(pattern: Pattern, subject: Subject, scope: Scope, path: string): Filled<readonly Finding[]> {
  return andThen(compile(pattern, scope), (check) => filled(check.find(subject, path)));
}

/** One field of an Observation: `body`. */
export function seenField(observation: Observation, field: string): Subject {
  const seen = Object.hasOwn(observation.fields, field) ? observation.fields[field] : undefined;
  return seen === undefined ? { is: 'missing', why: 'this step sees no such thing' } : subjectOf(seen);
}

/** Draws the code frame of a Finding. */
export function toMismatch({ at, path, expected, received, note }: Finding, sources: Sources): Mismatch {
  return {
    excerpt: excerptOf(sources[at.file] ?? '', at),
    path,
    expected,
    received,
    ...(note === undefined ? {} : { note }),
  };
}

/** What a Fault that the candidate is to blame for looks like among the mismatches of a step. */
export function faultMismatch({ at, message }: Fault, sources: Sources): Mismatch {
  const expected = 'one that can be used here';
  return { excerpt: excerptOf(sources[at.file] ?? '', at), path: 'saved value', expected, received: message };
}
