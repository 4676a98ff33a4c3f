import type { FlakeEvidence } from '../model/flake.ts';
import type { Interval } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import type { ScenarioUse } from '../model/scenario-use.ts';
import type { Attention, Usefulness } from '../model/usefulness.ts';
import { flakeRate } from './flakes.ts';
import { cleanRuns } from './quarantine.ts';
import { wilson } from './statistics.ts';

/** What one scenario was good for: from what candidates made of it, and what reference runs say. */
export function usefulnessOf(
  { id, name, digest, impossible }: Pick<Scenario, 'id' | 'name' | 'digest' | 'impossible'>,
  use: ScenarioUse = nobody,
  evidence?: FlakeEvidence,
): Usefulness {
  const { passed, failed, mixed, caught, cost } = use;
  const candidates = passed + failed + mixed;
  // The share of which Wilson's interval tells is any: here of those that failed.
  const interval = wilson({ pass: failed, total: candidates });
  const attention = attentionOf({ use, interval, evidence, impossible });
  return {
    scenario: id,
    name,
    digest,
    ...(attention === undefined ? {} : { attention }),
    ...{ candidates, passed, failed, mixed },
    ...(interval === undefined ? {} : { interval }),
    alwaysPass: candidates > 0 && passed === candidates,
    ...(caught === undefined ? {} : { caught }),
    ...(cost === undefined ? {} : { cost: { trial: Math.round(cost.trial), run: Math.round(cost.run) } }),
    ...(evidence === undefined
      ? {}
      : { reference: { pass: evidence.pass, fail: evidence.fail, flakeRate: flakeRate(evidence) } }),
  };
}

const nobody: ScenarioUse = { passed: 0, failed: 0, mixed: 0 };

interface Known {
  readonly use: ScenarioUse;
  /** Of candidates that failed it; nothing without candidates. */
  readonly interval: Interval | undefined;
  readonly evidence: FlakeEvidence | undefined;
  readonly impossible: boolean;
}

/**
 * A scenario that always came to the same is looked at once that is, at 95 %, what it does for nine candidates in ten: from
 * 35 of them on.
 */
const rare = 0.1;

function attentionOf({ use, interval, evidence, impossible }: Known): Attention | undefined {
  // Whoever passes and fails one that stood so many times is to blame for it.
  const steady = evidence !== undefined && evidence.cleanSince >= cleanRuns;
  // An impossible one is there to fail.
  if (evidence !== undefined && evidence.fail > 0 && !steady && !impossible) return 'fails-good-builds';
  if (interval === undefined) return 'not-judged';
  if (impossible) return undefined;
  if (use.mixed > 0) return steady ? undefined : 'flaky';
  if (use.failed === 0) return interval.high <= rare ? 'never-failed' : undefined;
  return use.passed === 0 && interval.low >= 1 - rare ? 'never-passed' : undefined;
}

/**
 * Those first that deserve attention: that fail good builds, and that pass and fail the same candidate, the most often
 * first; that never failed any of many candidates, and that never passed any, the dearest first; that were not judged. Then
 * the others. Whatever is alike stays in its order.
 */
export function byAttention(scenarios: readonly Usefulness[]): readonly Usefulness[] {
  return scenarios.toSorted((a, b) => rankOf(a) - rankOf(b) || urgency(b) - urgency(a));
}

const order: readonly (Attention | undefined)[] = [
  'fails-good-builds',
  'flaky',
  'never-failed',
  'never-passed',
  'not-judged',
  undefined,
];

const rankOf = ({ attention }: Usefulness): number => order.indexOf(attention);

/** Among those of the same rank. */
function urgency({ attention, reference, mixed, candidates, cost }: Usefulness): number {
  switch (attention) {
    case 'fails-good-builds':
      return reference === undefined ? 0 : reference.fail / (reference.pass + reference.fail);
    case 'flaky':
      return mixed / candidates;
    case 'never-failed':
    case 'never-passed':
      return cost?.run ?? 0;
    case 'not-judged':
    case undefined:
      return 0;
    default:
      return attention satisfies never;
  }
}
