import type { Report, Reporter } from '../../harness/model/report.ts';
import { count } from '../terminal/text.ts';
import { bounded, type Section } from './bound.ts';
import { comparisonSections } from './comparison.ts';
import { historySections } from './history.ts';
import { ownerSections } from './owner.ts';
import { matrixTable, reportTable } from './side-by-side.ts';
import { workerSections } from './worker.ts';

/** Characters of a text: GitHub takes a comment of 65,536. */
const most = 60_000;

/** For a comment on a pull request and the summary of a job: what GitHub shows, and nothing that it acts on. */
export const markdown: Reporter = {
  name: 'markdown',
  render(reports) {
    const owners = reports.filter((report) => report.audience === 'owner');
    const sections = [...(owners.length > 1 ? [[reportTable(owners)]] : []), ...reports.map(sectionsOf)];
    const share = Math.floor(most / Math.max(1, sections.length)) - 1;
    const items = sections.map((part) => `${bounded(part, share, leftOut)}\n`);
    return bounded([{ items }], most, leftOut);
  },
  comparison: (comparison) => bounded(comparisonSections(comparison), most, leftOut),
  matrix: (matrix) => bounded([matrixTable(matrix)], most, leftOut),
  history: (history) => bounded(historySections(history), most, leftOut),
};

function sectionsOf(report: Report): readonly Section[] {
  return report.audience === 'owner' ? ownerSections(report) : workerSections(report);
}

function leftOut(items: number): string {
  return `${count(items, 'more item')} would make this too long for GitHub; \`holdout show\` tells all.\n`;
}
