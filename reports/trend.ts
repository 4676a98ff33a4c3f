import type { HistoryReport } from '../harness/model/report.ts';

/** How something went over the Runs of a history: a share of 0 to 1 for each, oldest first; nothing where there is none. */
export interface Trend {
  readonly of: string;
  readonly shares: readonly (number | undefined)[];
}

const bars = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/** One character for each share: the highest bar for all, a gap for nothing. */
export function sparkline(shares: Trend['shares']): string {
  return shares
    .map((share) => (share === undefined ? ' ' : (bars[Math.floor(share * (bars.length - 1))] ?? '')))
    .join('');
}

/** The pass rate by vault, or of one scenario whether it passed; only where there are two or more to set beside each other. */
export function trendsOf({ runs, scenario }: HistoryReport): readonly Trend[] {
  const oldestFirst = runs.toReversed();
  const trends =
    scenario === undefined
      ? [...new Set(oldestFirst.map(({ vault }) => vault))].map((vault) => ({
          of: vault,
          shares: oldestFirst.filter((run) => run.vault === vault).map(passRate),
        }))
      : [{ of: scenario.name, shares: oldestFirst.map(verdictShare) }];
  return trends.filter(({ shares }) => shares.filter((share) => share !== undefined).length > 1);
}

type HistoryRow = HistoryReport['runs'][number];

function passRate({ state, pass, total }: HistoryRow): number | undefined {
  return state === 'finished' && total > 0 ? pass / total : undefined;
}

function verdictShare({ verdict, same }: HistoryRow): number | undefined {
  if (same === false || verdict === undefined || verdict === 'error' || verdict === 'skip') return undefined;
  return verdict === 'pass' ? 1 : 0;
}
