import type { Report, Reporter, Style } from '../../harness/model/report.ts';
import { comparison } from './comparison.ts';
import { ownerText } from './owner.ts';
import { workerText } from './worker.ts';

/** For people: each Report in turn, and several of the owner's side by side at the end. */
export const terminal: Reporter = {
  name: 'terminal',
  render(reports, style) {
    const owners = reports.filter((report) => report.audience === 'owner');
    const tables = owners.length > 1 ? comparison(owners, style).map((table) => `${table}\n`) : [];
    const among = owners.length > 1;
    return [...reports.map((report) => text(report, style, among)), ...tables].join('\n');
  },
};

function text(report: Report, style: Style, among: boolean): string {
  return report.audience === 'owner' ? ownerText(report, style, among) : workerText(report);
}
