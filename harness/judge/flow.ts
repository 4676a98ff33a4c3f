import type { Observation, Seen } from '../model/observation.ts';
import type { Flow } from '../model/scenario.ts';
import type { Entry } from '../model/value.ts';
import { printJson } from './data.ts';
import { fill, holdsSaved } from './evaluate.ts';
import { andThen, filled, type Filled, fillEach } from './fault.ts';
import { bind, bindSaved, flowScope, type Scope } from './scope.ts';

/** The Scope that a flow's steps start in: its params, and the built-in variables. */
export function fillFlowParams(flow: Flow, given: readonly Entry[], scope: Scope): Filled<Scope> {
  let inner = flowScope(scope);
  for (const { key, value } of given.filter((entry) => flow.params.includes(entry.key))) {
    const data = fill(value, scope);
    if (!data.ok) return data;
    // What the candidate chose stays the candidate's under its new name.
    inner = (holdsSaved(value, scope) ? bindSaved : bind)(inner, key, data.value);
  }
  return filled(inner);
}

/** The returned values in which nothing is the candidate's: what the flow was given, or says itself. */
export const ownReturns = (flow: Flow, inner: Scope): ReadonlySet<string> =>
  new Set(flow.returns.filter(({ value }) => !holdsSaved(value, inner)).map(({ key }) => key));

/** What a `use` step sees: whatever the flow returns, by name. */
export function flowReturns(flow: Flow, inner: Scope): Filled<Observation> {
  const fields = fillEach(flow.returns, ({ key, value }) =>
    andThen(fill(value, inner), (data) =>
      filled([key, { is: 'json', source: printJson(data) } satisfies Seen] as const),
    ),
  );
  return andThen(fields, (pairs) => filled({ fields: Object.fromEntries(pairs) }));
}
