import type { Scenario } from '../model/scenario.ts';
import type { Entry, Value } from '../model/value.ts';
import { printJson } from './data.ts';
import { fill, fillText, fillVariables } from './evaluate.ts';
import { type Filled, filled } from './fault.ts';
import { randomStream } from './random.ts';
import type { Scope } from './scope.ts';

/** The variables a Trial starts with: its example row, then `vars` from top to bottom, drawn from its own random stream. */
export function prepare(scenario: Scenario, row: number, seed: string, first: Scope): Filled<Scope> {
  const withRow = fillVariables(scenario.rows[row] ?? [], first);
  return withRow.ok ? fillVariables(scenario.vars, withRow.value, randomStream(seed)) : withRow;
}

/** The scenario's files, filled, each at its place in the work dir. */
export function fillFiles(
  files: readonly Entry[],
  scope: Scope,
  workDir: string,
): Filled<readonly { readonly path: string; readonly text: string }[]> {
  const written: { path: string; text: string }[] = [];
  for (const { key, value } of files) {
    const text = fileText(value, scope);
    if (!text.ok) return text;
    written.push({ path: `${workDir}/${key}`, text: text.value });
  }
  return filled(written);
}

/** A file given as data is written as JSON. */
function fileText(value: Value, scope: Scope): Filled<string> {
  if (value.is === 'text') return fillText(value, scope);
  const data = fill(value, scope);
  return data.ok ? filled(printJson(data.value)) : data;
}
