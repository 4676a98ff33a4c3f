import type { Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { entriesOf, entryAt, hasExpression, itemsOf, valueAt } from '../values.ts';

/** Rows of `examples` are plain data, have the same keys, and don't say what `vars` says. */
export function lintExamples(reading: Reading, root: Value): void {
  const rows = itemsOf(valueAt(root, 'examples'));
  const [first] = rows;
  const names = entriesOf(first).map(({ key }) => key);
  for (const { key, keyAt } of entriesOf(first)) {
    if (entryAt(valueAt(root, 'vars'), key) === undefined) continue;
    complain(reading, 'duplicate-variable', keyAt, `"${key}" is in "vars" and in "examples"`, {
      fix: 'rename one of them',
    });
  }
  for (const row of rows) {
    complainOfUnevenRow(reading, row, names);
    complainOfTemplates(reading, row);
  }
}

function complainOfUnevenRow(reading: Reading, row: Value, names: readonly string[]): void {
  if (row.is !== 'map') return;
  const keys = row.entries.map(({ key }) => key);
  const missing = names.filter((name) => !keys.includes(name));
  const extra = row.entries.find(({ key }) => !names.includes(key));
  if (missing.length === 0 && extra === undefined) return;
  const message = missing.length > 0 ? `this row has no ${quoted(missing)}` : `the first row has no "${extra?.key}"`;
  complain(reading, 'uneven-examples', missing.length > 0 ? row.at : (extra?.keyAt ?? row.at), message, {
    fix: 'give every row the same keys; null says that there is nothing',
  });
}

function complainOfTemplates(reading: Reading, value: Value): void {
  if (value.is === 'list') for (const item of value.items) complainOfTemplates(reading, item);
  else if (value.is === 'map') for (const entry of value.entries) complainOfTemplates(reading, entry.value);
  else if (hasExpression(value)) {
    complain(reading, 'template-not-allowed', value.at, '${...} is not filled in examples', {
      fix: 'put it under "vars", which is evaluated for each row',
    });
  }
}

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');
