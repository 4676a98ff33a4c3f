import type { Pair } from '../model/comparison.ts';
import { ordinary } from '../model/impossible.ts';
import type { ComparedRun, ComparisonReport, MatrixReport, ReportFlip, ReportRow } from '../model/report.ts';
import type { Run, ScenarioRef, Verdict } from '../model/run.ts';
import type { StoredRun } from '../model/store.ts';
import { compare, isJudged, passes } from './compare.ts';
import type { Mask } from './evidence.ts';
import { evidenceOf, labelOf, repeatsOf } from './flakes.ts';
import { masker } from './mask.ts';
import { secretsOf } from './secrets-of.ts';
import { comparisonSentence } from './sentence.ts';
import { exactInterval } from './statistics.ts';

/** Two Runs as their owner may read them side by side: field by field, with the secrets of both masked. */
export function discloseComparison(before: StoredRun, after: StoredRun): ComparisonReport {
  const mask = masker(secretsOf(before.value, after.value));
  const comparison = compare(before.value, after.value);
  const judged = comparison.pairs.filter(isJudged);
  const labels = new Map(comparison.broke.map((pair) => [pair.scenario.id, labelIn(after, pair)]));
  return {
    before: comparedRun(before, mask),
    after: comparedRun(after, mask),
    broke: comparison.broke.map((pair) => flip(pair, mask, labels.get(pair.scenario.id))),
    fixed: comparison.fixed.map((pair) => flip(pair, mask)),
    unjudged: comparison.unjudged.map((pair) => flip(pair, mask)),
    changed: comparison.changed.map((scenario) => named(scenario.after, mask)),
    added: comparison.added.map((scenario) => named(scenario, mask)),
    removed: comparison.removed.map((scenario) => named(scenario, mask)),
    paired: comparison.pairs.length,
    bothPass: judged.filter((pair) => passes(pair.before) && passes(pair.after)).length,
    neitherPasses: judged.filter((pair) => !passes(pair.before) && !passes(pair.after)).length,
    p: comparison.p,
    ...(comparison.detectable === undefined ? {} : { detectable: comparison.detectable }),
    sentence: mask(comparisonSentence(comparison, (id) => labels.get(id)?.is)),
  };
}

/**
 * Several Runs as their owner may read them at once, with the secrets of all masked. The rows are the last Run's
 * scenarios, then those that only others have; each says what it says in the last Run that has it.
 */
export function discloseMatrix(runs: readonly StoredRun[]): MatrixReport {
  const values = runs.map(({ value }) => value);
  const mask = masker(secretsOf(...values));
  const columns = values.map(verdictsById);
  return {
    runs: runs.map((run) => comparedRun(run, mask)),
    rows: [...newest(values).values()].map(({ scenario }) => ({
      ...named(scenario, mask),
      tags: scenario.tags.map(mask),
      verdicts: columns.map((verdicts) => {
        const verdict = verdicts.get(scenario.id);
        return verdict?.scenario.digest === scenario.digest ? verdict.is : undefined;
      }),
    })),
  };
}

/** One of the Runs that stand side by side. */
function comparedRun({ value, record }: StoredRun, mask: Mask): ComparedRun {
  const { label, tree, commit } = value.candidate;
  const interval = exactInterval(value.tally);
  return {
    id: record.id,
    startedAt: record.startedAt,
    label: mask(label),
    tree,
    ...(commit === undefined ? {} : { commit }),
    tally: value.tally,
    ...(interval === undefined ? {} : { interval }),
  };
}

/** What repeating it showed. The text is ours, of numbers alone. */
function labelIn({ value, basis }: StoredRun, { scenario, after }: Pair): ReportRow['label'] {
  return labelOf(repeatsOf(after), evidenceOf(basis.flakes, scenario.id), ordinary(value.verdicts).length);
}

const flip = ({ scenario, before, after }: Pair, mask: Mask, label?: ReportRow['label']): ReportFlip => ({
  ...named(scenario, mask),
  tags: scenario.tags.map(mask),
  mustPass: scenario.mustPass,
  before: before.is,
  after: after.is,
  ...(label === undefined ? {} : { label }),
});

/** A scenario by what people call it. */
const named = ({ id, name }: ScenarioRef, mask: Mask): ComparisonReport['added'][number] => ({
  scenario: mask(id),
  name: mask(name),
});

/** By id, each as the last Run that has it says. */
function newest(runs: readonly Run[]): ReadonlyMap<string, Verdict> {
  const found = new Map<string, Verdict>();
  for (const verdict of runs.toReversed().flatMap(({ verdicts }) => ordinary(verdicts))) {
    if (!found.has(verdict.scenario.id)) found.set(verdict.scenario.id, verdict);
  }
  return found;
}

const verdictsById = ({ verdicts }: Run): ReadonlyMap<string, Verdict> =>
  new Map(verdicts.map((verdict) => [verdict.scenario.id, verdict]));
