import type { Span } from '../model/problem.ts';
import type { Scenario, Step } from '../model/scenario.ts';
import type { Clause, Specification, Vault } from '../model/vault.ts';
import { isImplied } from './lint/vacuity.ts';

/** What a specification and the scenarios don't say of each other. */
export interface Trace {
  /** Those that no scenario names, in the order of the document. */
  readonly clausesWithout: readonly Clause[];
  /** What scenarios that name no clause expect. */
  readonly assertionsWithout: readonly Assertion[];
}

interface Assertion {
  /** Its id. */
  readonly scenario: string;
  /** The step's name. */
  readonly step: string;
  readonly at: Span;
}

/** Holds the scenarios against the clauses of the specification. Without one there is nothing to trace. */
export function traceOf({ specification, scenarios }: Pick<Vault, 'specification' | 'scenarios'>): Trace {
  if (specification === undefined) return { clausesWithout: [], assertionsWithout: [] };
  const named = new Set(scenarios.flatMap(({ clauses }) => clauses));
  return {
    clausesWithout: promisesOf(specification).filter(({ id }) => !named.has(id)),
    assertionsWithout: scenarios.filter(({ clauses }) => clauses.length === 0).flatMap(assertionsOf),
  };
}

/** Clauses that have no clauses of their own: `3` is no more than a title where there is `3.1`. */
export const promisesOf = ({ clauses }: Specification): readonly Clause[] =>
  clauses.filter(({ id }) => !clauses.some((other) => other.id.startsWith(`${id}.`)));

/** Of the steps that are scored; what a flow expects belongs to the flow. */
function assertionsOf({ id, before, steps }: Scenario): readonly Assertion[] {
  return [...before, ...steps].flatMap((step) => placesOf(step).map((at) => ({ scenario: id, step: step.name, at })));
}

/** Each expectation that was written, and each look at a page. */
function placesOf({ action, expect }: Step): readonly Span[] {
  const looks = action.kind === 'browser' ? action.acts.filter(({ is }) => is === 'see' || is === 'notSee') : [];
  const written = expect.filter((expectation) => !isImplied(expectation));
  return [...looks.map(({ at }) => at), ...written.map(({ fieldAt }) => fieldAt)];
}
