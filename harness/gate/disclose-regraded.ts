import type { GateDecision } from '../model/gate.ts';
import type { Regraded, RegradedReport, RegradedRow, Standing } from '../model/regraded.ts';
import type { ScenarioRef, Verdict } from '../model/run.ts';
import type { StoredRun } from '../model/store.ts';
import { type Mask, maskFailure, maskReason } from './evidence.ts';
import { masker } from './mask.ts';
import { secretsOf } from './secrets-of.ts';

/** A Run as it is counted, and what was decided of it. */
interface Decided {
  readonly stored: StoredRun;
  readonly decision: GateDecision;
}

/** What the owner may read of a Run that was regraded: every secret of then and now masked. */
export function discloseRegraded(
  { changed, toJudge, removed }: Regraded,
  before: Decided,
  after: Decided | undefined,
): RegradedReport {
  const { value } = before.stored;
  const mask = masker(secretsOf(value, { ...value, verdicts: changed.map((change) => change.after) }));
  return {
    run: before.stored.record.id,
    changed: changed.map((change) => rowOf(change, mask)),
    toJudge: toJudge.map(({ scenario, why }) => ({ ...named(scenario, mask), why: mask(why) })),
    removed: removed.map((scenario) => named(scenario, mask)),
    before: standingOf(before, mask),
    ...(after === undefined ? {} : { after: standingOf(after, mask) }),
  };
}

const named = ({ id, name }: ScenarioRef, mask: Mask) => ({ scenario: mask(id), name: mask(name) });

function rowOf({ before, after }: Regraded['changed'][number], mask: Mask): RegradedRow {
  const failure = firstFailure(after);
  return {
    ...named(after.scenario, mask),
    before: before.is,
    after: after.is,
    reason: maskReason(after.reason, mask),
    // Its files are where they were: this Run is not stored yet.
    ...(failure === undefined ? {} : { failure: maskFailure(failure, mask, () => undefined) }),
  };
}

const firstFailure = ({ outcomes }: Verdict) => outcomes.flatMap(({ failures }) => failures)[0];

function standingOf({ stored, decision }: Decided, mask: Mask): Standing {
  const reasons = decision.is === 'allow' ? [] : decision.reasons;
  return {
    tally: stored.value.tally,
    decision: { is: decision.is, reasons: reasons.map(({ code, text }) => ({ code, text: mask(text) })) },
  };
}
