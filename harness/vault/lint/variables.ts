import { unreachable } from '../../model/problem.ts';
import { type Flow, type Scenario, stepsOf, withFlows } from '../../model/scenario.ts';
import type { Expression, Value } from '../../model/value.ts';
import { builtIns } from '../expression.ts';
import { complain, replacing, type Reading } from '../reading.ts';
import { certain, didYouMean } from '../suggest.ts';
import { entriesOf, itemsOf, literalOf, valueAt } from '../values.ts';
import { functions, randomFunctions } from './functions.ts';

/**
 * Checks that every variable has a value where it is used, and every call a function: row by row, `vars` from top to
 * bottom, then steps in order with what they save. Looks at the file as written, so that a step that couldn't be decoded
 * still counts for what it saves.
 */
export function lintVariables(reading: Reading, root: Value, scenario: Scenario): void {
  const vars = entriesOf(valueAt(root, 'vars'));
  const steps = ['before', 'steps', 'after'].flatMap((key) => itemsOf(valueAt(root, key)));
  const everything = new Set([...rowNames(root), ...vars.map(({ key }) => key), ...steps.flatMap(savedNames)]);
  const known = new Set([...builtIns, ...rowNames(root)]);
  const scope = { reading, known, everything, random: false };
  for (const { key, value } of vars) {
    lintValue({ ...scope, random: true }, value);
    known.add(key);
  }
  for (const { value } of entriesOf(valueAt(root, 'files'))) lintValue(scope, value);
  lintSteps(scope, steps, known);
  // What a flow holds can be masked, too, though nothing of the scenario's can name it.
  lintNames(reading, root, new Set([...everything, ...flowNames(scenario)]));
}

/** The same for a flow, which knows its params and what its steps save, and nothing of the scenario that uses it. */
export function lintFlowVariables(reading: Reading, root: Value, { params, returns }: Flow): void {
  const steps = itemsOf(valueAt(root, 'steps'));
  const known = new Set([...builtIns, ...params]);
  const scope = { reading, known, everything: new Set([...params, ...steps.flatMap(savedNames)]), random: false };
  lintSteps(scope, steps, known);
  for (const { value } of returns) lintValue(scope, value);
}

/** @param known grows by what each step saves. */
function lintSteps(scope: Scope, steps: readonly Value[], known: Set<string>): void {
  for (const step of steps) {
    for (const { key, value } of entriesOf(step)) {
      if (key !== 'name' && key !== 'as') lintValue(scope, value);
    }
    for (const name of savedNames(step)) known.add(name);
  }
}

interface Scope {
  readonly reading: Reading;
  /** Has a value by now. */
  readonly known: ReadonlySet<string>;
  /** Has a value at some time. */
  readonly everything: ReadonlySet<string>;
  /** May `random.*` stand here? */
  readonly random: boolean;
}

/** What the flows that are used bind. */
const flowNames = (scenario: Scenario): readonly string[] =>
  withFlows(stepsOf(scenario)).flatMap(({ action }) => {
    if (action.kind !== 'use') return [];
    const { params, steps } = action.flow;
    return [...params, ...steps.flatMap(({ save }) => save.map(({ variable }) => variable))];
  });

const rowNames = (root: Value): readonly string[] =>
  itemsOf(valueAt(root, 'examples')).flatMap((row) => entriesOf(row).map(({ key }) => key));

const savedNames = (step: Value): readonly string[] => entriesOf(valueAt(step, 'save')).map(({ key }) => key);

function lintNames(reading: Reading, root: Value, everything: ReadonlySet<string>): void {
  for (const secret of itemsOf(valueAt(root, 'secrets'))) {
    const name = literalOf(secret);
    if (name === undefined || everything.has(name)) continue;
    complain(reading, 'unknown-secret', secret.at, `no variable is called "${name}"`, {
      notes: ['secrets are names from "vars", "examples" and "save"'],
      ...didYouMean(name, everything),
    });
  }
}

function lintValue(scope: Scope, value: Value): void {
  if (value.is === 'list') for (const item of value.items) lintValue(scope, item);
  if (value.is === 'map') for (const entry of value.entries) lintValue(scope, entry.value);
  if (value.is !== 'text') return;
  for (const part of value.template) if (typeof part !== 'string') lintExpression(scope, part, value);
}

function lintExpression(scope: Scope, expression: Expression, within: Value): void {
  switch (expression.is) {
    case 'number':
    case 'text':
      return;
    case 'variable':
      return lintVariable(scope, expression, within);
    case 'negate':
      return lintExpression(scope, expression.of, within);
    case 'operate':
      lintExpression(scope, expression.left, within);
      return lintExpression(scope, expression.right, within);
    case 'call':
      lintCall(scope, expression, within);
      for (const argument of expression.args) lintExpression(scope, argument, within);
      return;
    default:
      unreachable(expression);
  }
}

function lintVariable(scope: Scope, variable: Expression & { is: 'variable' }, within: Value): void {
  const { reading, known, everything } = scope;
  const { name, path } = variable;
  if (known.has(name)) return;
  const at = reading.places.get(variable) ?? within.at;
  if (everything.has(name)) {
    complain(reading, 'unknown-variable', at, `"${name}" has no value here yet`, {
      fix: scope.random
        ? 'move it up: "vars" is evaluated from top to bottom'
        : 'use it in a step after the one that saves it',
    });
    return;
  }
  const written = name === 'app' || name === 'work' ? [name, ...path.slice(0, 1)].join('.') : name;
  complain(reading, 'unknown-variable', at, `unknown variable "${written}"`, {
    fix: `define it under "vars", or save it in an earlier step`,
    ...didYouMean(written, known),
    ...replacing(
      reading,
      { ...at, length: Math.min(at.length, written.length) },
      written,
      certain(written, known, 'names'),
    ),
  });
}

function lintCall(scope: Scope, call: Expression & { is: 'call' }, within: Value): void {
  const { reading } = scope;
  const { name, args } = call;
  const at = reading.places.get(call) ?? within.at;
  const arity = functions.get(name) ?? randomFunctions.get(name);
  if (arity === undefined) {
    const known = [...functions.keys(), ...randomFunctions.keys()];
    complain(reading, 'unknown-function', at, `unknown function "${name}"`, {
      notes: [`known: ${known.join(' ')}`],
      ...didYouMean(name, known),
      ...replacing(reading, at, name, certain(name, known, 'names')),
    });
    return;
  }
  if (randomFunctions.has(name) && !scope.random) {
    complain(reading, 'random-outside-vars', at, `${name} may stand under "vars" only`, {
      notes: ['there it is drawn once, and every step sees the same value'],
      fix: 'give it a name under "vars" and use that',
    });
  }
  const [least, most] = arity;
  if (args.length >= least && args.length <= most) return;
  complain(reading, 'wrong-arity', at, `${name} takes ${count(least, most)}, not ${args.length}`);
}

function count(least: number, most: number): string {
  if (most === Infinity) return `at least ${least} ${least === 1 ? 'argument' : 'arguments'}`;
  return least === 0 ? 'no arguments' : `${least} ${least === 1 ? 'argument' : 'arguments'}`;
}
