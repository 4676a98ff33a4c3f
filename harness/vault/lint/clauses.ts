import type { Specification } from '../../model/vault.ts';
import { complain } from '../reading.ts';
import type { ScenarioReading } from '../scenario.ts';
import type { SpecificationReading } from '../specification.ts';
import { didYouMean } from '../suggest.ts';
import { entryAt, literalOf, oneOrMore, scalarText, valueAt } from '../values.ts';
import type { VaultFile } from '../vault-file.ts';

/** The specification that vault.yaml names is there, and has the clauses that scenarios name. */
export function lintClauses(
  { reading, root }: VaultFile,
  read: SpecificationReading | undefined,
  readings: readonly ScenarioReading[],
): void {
  const named = valueAt(root, 'specification');
  if (named !== undefined && read === undefined && !reading.problems.some(({ code }) => code === 'bad-value')) {
    complain(
      reading,
      'no-specification',
      named.at,
      `the vault has no file "${literalOf(named) ?? ''}" that can be read`,
      {
        fix: 'put the document into the vault, beside vault.yaml',
      },
    );
  }
  if (named !== undefined && read?.specification.clauses.length === 0) {
    complain(reading, 'no-clauses', named.at, `${read.specification.file} has no numbered clause`, {
      fix: 'begin each with its number, as "3.1 ..." or "R12: ..."',
    });
    return;
  }
  for (const each of readings) {
    if (read !== undefined) complainOfClauses(each, read.specification);
    else if (named === undefined) complainOfNoSpecification(each);
  }
}

function complainOfClauses({ reading, root }: ScenarioReading, { file, clauses }: Specification): void {
  const ids = clauses.map(({ id }) => id);
  for (const item of oneOrMore(valueAt(root, 'clauses'))) {
    const id = scalarText(reading, item);
    if (id === undefined || ids.includes(id)) continue;
    complain(reading, 'unknown-clause', item.at, `${file} has no clause "${id}"`, didYouMean(id, ids));
  }
}

function complainOfNoSpecification({ reading, root }: ScenarioReading): void {
  const entry = entryAt(root, 'clauses');
  if (entry === undefined || oneOrMore(entry.value).length === 0) return;
  complain(reading, 'clauses-of-nothing', entry.keyAt, 'vault.yaml names no specification that has clauses', {
    severity: 'warning',
    fix: 'add it there: specification: spec.md',
  });
}
