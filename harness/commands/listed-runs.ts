import { decided } from '../judge/decided.ts';
import type { HistoryReport, Report } from '../model/report.ts';
import type { Store } from '../model/store.ts';
import { reportOf } from './report-of.ts';

/** The finished ones of the listed Runs, whole: for formats that have no words for a history. */
export function listedRuns({ runs }: HistoryReport, history: Store): readonly Report[] {
  return runs.flatMap(({ id, state }) => {
    const stored = state === 'finished' ? history.find(id) : 'none';
    if (typeof stored !== 'object') return [];
    return [reportOf(decided(stored, history), { audience: 'owner', store: history, warnings: [] })];
  });
}
