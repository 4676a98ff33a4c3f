import type { Span } from '../../model/problem.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Expression, Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { entriesOf } from '../values.ts';

/** Warns of variables that nothing uses: what was drawn or saved was meant to be sent or expected somewhere. */
export function lintUnused(reading: Reading, root: Value, { vars, before, steps, after }: Scenario): void {
  const used = new Set<string>();
  for (const { key, value } of entriesOf(root)) if (key !== 'secrets') use(used, value);
  for (const { key, keyAt } of vars) {
    if (!used.has(key)) warn(reading, key, keyAt, 'leave it out, or use it in a step');
  }
  const told = new Set(vars.map(({ key }) => key));
  for (const { save } of [...before, ...steps, ...after]) {
    for (const { variable, at } of save) {
      if (used.has(variable) || told.has(variable)) continue;
      told.add(variable);
      warn(reading, variable, at, 'leave it out; to ask that it is there, write $any or $nonempty under "expect"');
    }
  }
}

function warn(reading: Reading, name: string, at: Span, fix: string): void {
  complain(reading, 'unused-variable', at, `nothing uses "${name}"`, { severity: 'warning', fix });
}

function use(used: Set<string>, value: Value): void {
  if (value.is === 'list') for (const item of value.items) use(used, item);
  if (value.is === 'map') for (const entry of value.entries) use(used, entry.value);
  if (value.is !== 'text') return;
  for (const part of value.template) if (typeof part !== 'string') useIn(used, part);
}

function useIn(used: Set<string>, expression: Expression): void {
  if (expression.is === 'variable') used.add(expression.name);
  if (expression.is === 'call') for (const argument of expression.args) useIn(used, argument);
  if (expression.is === 'negate') useIn(used, expression.of);
  if (expression.is !== 'operate') return;
  useIn(used, expression.left);
  useIn(used, expression.right);
}
