import { type Span, unreachable } from '../model/problem.ts';
import type { UseAction } from '../model/scenario.ts';
import type { Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import { didYouMean } from './suggest.ts';
import { entriesOf, entryAt, fixedText, valueAt } from './values.ts';

/** `log-in`, or `{ flow, with }`. Nothing when there is no such flow, or when it is broken itself. */
export function decodeUse(reading: Reading, value: Value): UseAction | undefined {
  const named = value.is === 'map' ? valueAt(value, 'flow') : value;
  const name = fixedText(reading, named);
  if (name === undefined || named === undefined) return undefined;
  const id = name.replace(/^flows\//, '').replace(/\.ya?ml$/, '');
  const found = reading.flows.find(id);
  switch (found.is) {
    case 'unknown':
      complainOfUnknownFlow(reading, id, named.at);
      return undefined;
    case 'circular':
      complain(reading, 'circular-flow', named.at, `the flow "${id}" uses itself`, {
        notes: [found.through.join(' uses ')],
        fix: 'leave this step out, or move what both need into a flow of its own',
      });
      return undefined;
    case 'too-large':
      complain(reading, 'flow-too-large', named.at, found.why, { fix: 'write fewer, longer flows' });
      return undefined;
    case 'broken':
      return undefined;
    case 'flow':
      complainOfParams(reading, found.flow, value);
      reading.used.push(found.sources);
      return { kind: 'use', flow: found.flow, with: entriesOf(valueAt(value, 'with')) };
    default:
      return unreachable(found);
  }
}

function complainOfUnknownFlow(reading: Reading, id: string, at: Span): void {
  const { ids } = reading.flows;
  complain(reading, 'unknown-flow', at, `there is no flow "${id}"`, {
    notes: [ids.length === 0 ? 'the vault has no flows' : `the vault has ${ids.join(', ')}`],
    fix: `write its steps into flows/${id}.yaml`,
    ...didYouMean(id, ids),
  });
}

function complainOfParams(reading: Reading, { id, params }: UseAction['flow'], value: Value): void {
  const given = entriesOf(valueAt(value, 'with'));
  const unknown = given.filter(({ key }) => !params.includes(key));
  for (const { key, keyAt } of unknown) {
    complain(reading, 'unknown-param', keyAt, `the flow "${id}" has no param "${key}"`, {
      notes: [params.length === 0 ? 'it has none' : `it has ${params.join(', ')}`],
      ...didYouMean(key, params),
    });
  }
  const missing = params.filter((param) => !given.some(({ key }) => key === param));
  // One that is misspelt is not missing.
  if (missing.length === 0 || unknown.length > 0) return;
  const at = entryAt(value, 'with')?.keyAt ?? entryAt(value, 'flow')?.value.at ?? value.at;
  complain(
    reading,
    'missing-param',
    at,
    `the flow "${id}" needs ${missing.map((param) => `"${param}"`).join(' and ')}`,
    {
      fix: `add with: { ${missing.map((param) => `${param}: ...`).join(', ')} }`,
    },
  );
}
