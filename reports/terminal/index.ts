import type { Report, Reporter, Style } from '../../harness/model/report.ts';
import { comparisonText } from './comparison.ts';
import { historyText } from './history.ts';
import { ownerText } from './owner.ts';
import { matrixText, reportTables } from './side-by-side.ts';
import { workerText } from './worker.ts';

/** For people: each Report in turn, and several of the owner's side by side at the end. */
export const terminal: Reporter = {
  name: 'terminal',
  render(reports, style) {
    const owners = reports.filter((report) => report.audience === 'owner');
    const among = owners.length > 1;
    const tables = among ? reportTables(owners, style).map((table) => `${table}\n`) : [];
    return [...reports.map((report) => text(report, style, among)), ...tables].join('\n');
  },
  comparison: comparisonText,
  matrix: matrixText,
  history: historyText,
};

function text(report: Report, style: Style, among: boolean): string {
  return report.audience === 'owner' ? ownerText(report, style, among) : workerText(report);
}
