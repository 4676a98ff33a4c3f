import type { Scenario } from '../../model/scenario.ts';
import type { Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { itemsOf, literalOf, valueAt } from '../values.ts';

/** Characters from which on a value is masked; shorter ones turn up in any text by chance. */
const shortestMasked = 4;

/** Warns of secrets that are too short to be masked, as far as that shows before a run. */
export function lintSecrets(reading: Reading, root: Value, { vars, rows }: Scenario): void {
  for (const secret of itemsOf(valueAt(root, 'secrets'))) {
    const name = literalOf(secret);
    const values = [vars, ...rows].flatMap((entries) => entries.filter(({ key }) => key === name));
    const short = values.find(({ value }) => {
      const length = lengthOf(value);
      return length !== undefined && length > 0 && length < shortestMasked;
    });
    if (name === undefined || short === undefined) continue;
    complain(reading, 'short-secret', secret.at, `"${name}" is too short to be masked`, {
      severity: 'warning',
      notes: [
        `line ${short.keyAt.line} makes it ${lengthOf(short.value)} long, and masking starts at ${shortestMasked}`,
      ],
      fix: 'make it longer, such as ${random.string(16)}',
    });
  }
}

/** How many characters a value has, at most. Nothing when only a run can tell. */
function lengthOf(value: Value): number | undefined {
  if (value.is === 'number') return value.digits.length;
  const literal = literalOf(value);
  if (literal !== undefined) return literal.length;
  const [only, ...rest] = value.is === 'text' ? value.template : [];
  if (only === undefined || typeof only === 'string' || only.is !== 'call' || rest.length > 0) return undefined;
  const last = only.args.at(-1);
  if (last?.is !== 'number') return undefined;
  if (only.name === 'random.string') return Number(last.digits);
  return only.name === 'random.int' ? last.digits.length : undefined;
}
