import type { Data } from '../model/value.ts';
import { textOf } from './data.ts';

/** What templates may name, and the clock that `now()` reads. Immutable: binding gives a new Scope. */
export interface Scope {
  readonly variables: ReadonlyMap<string, Data>;
  /** The variables whose values the candidate chose. Faults that come from them are the candidate's. */
  readonly saved: ReadonlySet<string>;
  /** Every value that a variable ever had: what must be masked when it is a secret. */
  readonly held: ReadonlyMap<string, readonly Data[]>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The Scope at the start of a Trial: the built-in `app.url`, `app.dir` and `work.dir`, as far as they are given. */
export function trialScope(start: {
  readonly now: number;
  readonly url?: string;
  readonly appDir?: string;
  readonly workDir?: string;
}): Scope {
  const app = new Map<string, Data>();
  if (start.url !== undefined) app.set('url', start.url);
  if (start.appDir !== undefined) app.set('dir', start.appDir);
  const work = new Map<string, Data>();
  if (start.workDir !== undefined) work.set('dir', start.workDir);
  const variables = new Map<string, Data>([
    ['app', app],
    ['work', work],
  ]);
  return { variables, saved: new Set(), held: new Map(), now: start.now };
}

/** The Scope of a flow before its params: the built-in variables and the clock of whoever uses it. */
export function flowScope({ variables, now }: Scope): Scope {
  const builtIn = ['app', 'work'].flatMap((name) => {
    const data = variables.get(name);
    return data === undefined ? [] : [[name, data] as const];
  });
  return { variables: new Map(builtIn), saved: new Set(), held: new Map(), now };
}

/** The Scope that also remembers what another one held: what became of variables of the same name in a flow. */
export function withHeld(scope: Scope, inner: Scope): Scope {
  const held = new Map(scope.held);
  for (const [name, values] of inner.held) held.set(name, [...(held.get(name) ?? []), ...values]);
  return { ...scope, held };
}

/** Characters of a value that an attempt had and another one replaced: no more than that is ever masked. */
const REMEMBERED = 4096;

/** The Scope for one more attempt: as for the first, but what those before held may turn up in what is told. */
export function withTried(scope: Scope, tried: Scope): Scope {
  return { ...scope, held: new Map([...tried.held].map(([name, values]) => [name, remembered(values)])) };
}

const remembered = (values: readonly Data[]): readonly Data[] => [
  ...new Set(values.map((data) => textOf(data, REMEMBERED).slice(0, REMEMBERED))),
];

/** The Scope with one more variable, which the scenario chose. */
export function bind(scope: Scope, name: string, data: Data): Scope {
  const saved = scope.saved.has(name) ? new Set([...scope.saved].filter((other) => other !== name)) : scope.saved;
  return { ...scope, ...withValue(scope, name, data), saved };
}

/** The Scope with one more variable, whose value comes from the candidate's answer. */
export function bindSaved(scope: Scope, name: string, data: Data): Scope {
  return { ...scope, ...withValue(scope, name, data), saved: new Set(scope.saved).add(name) };
}

function withValue({ variables, held }: Scope, name: string, data: Data): Pick<Scope, 'variables' | 'held'> {
  return {
    variables: new Map(variables).set(name, data),
    held: new Map(held).set(name, [...(held.get(name) ?? []), data]),
  };
}
