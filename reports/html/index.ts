import { headline } from '../../harness/model/headline.ts';
import type {
  ComparisonReport,
  MatrixReport,
  OwnerReport,
  ReadFile,
  Report,
  Reporter,
} from '../../harness/model/report.ts';
import { verdictWords } from '../../harness/model/run.ts';
import { count } from '../terminal/text.ts';
import { bare } from '../words.ts';
import { filterOf } from './filter.ts';
import { flips, sides } from './flips.ts';
import { historyBody } from './history.ts';
import { html as markup } from './html.ts';
import { matrixOf, matrixOfReports, matrixTable, turns } from './matrix.ts';
import { page, plainPage } from './page.ts';
import { runSections } from './run.ts';
import { wordsOf } from './scenarios.ts';
import { trendOf } from './trend.ts';
import { workerSection } from './worker.ts';

/** For people, as one file that needs nothing beside it and asks for nothing. */
export const html: Reporter = {
  name: 'html',
  showsSteps: true,
  render(reports, _style, read = nothing) {
    const owners = reports.filter((report) => report.audience === 'owner');
    if (owners.length === 0) return workerPage(reports);
    const [only] = owners;
    return only !== undefined && reports.length === 1 ? runPage(only, read) : runsPage(reports, owners, read);
  },
  comparison: comparisonPage,
  matrix: matrixPage,
  history(history) {
    const trend = trendOf(history.runs);
    const title = history.scenario?.name ?? 'History';
    const kicker = [...(history.scenario === undefined ? [] : ['history']), ...history.filters].join(', ');
    return page({
      title,
      ...(kicker === '' ? {} : { kicker }),
      body: historyBody(history, trend),
      ...(trend.nth.length < 2 ? {} : { trend }),
    });
  },
};

const words = [...verdictWords, 'advisory', 'quarantined'];
const scenarioCount = { of: 'scenario', noun: 'scenarios', tag: 'tags' };

const nothing: ReadFile = () => undefined;

function workerPage(reports: readonly Report[]): string {
  const sections = reports.map((report) => (report.audience === 'worker' ? workerSection(report) : undefined));
  return plainPage(reports.length === 0 ? 'Nothing was judged' : 'Verdict', markup`${sections}`);
}

function runPage(report: OwnerReport, read: ReadFile): string {
  const filtered = filterOf(itemsOf([report]), words, scenarioCount);
  const place = { level: 2, prefix: '', filtered, read } as const;
  return page({
    title: report.candidate.label,
    tab: `${headline(bare(report.tally))}, ${report.candidate.label}`,
    kicker: `judged by ${report.vault.name}`,
    body: runSections(report, place, filtered.bar),
  });
}

/** All at a glance, then each in turn. */
function runsPage(reports: readonly Report[], owners: readonly OwnerReport[], read: ReadFile): string {
  const filtered = filterOf(itemsOf(owners), words, scenarioCount);
  const prefixes = owners.map((_, i) => `r${i + 1}`);
  const matrix = matrixOfReports(owners, (i) => prefixes[i] ?? '');
  const runs = owners.map((report, i) => {
    const place = { level: 3, prefix: prefixes[i] ?? '', filtered, read } as const;
    return markup`<section class="run-part" id="${place.prefix}"><p class="kicker">judged by ${report.vault.name}</p><h2>${report.candidate.label}</h2>${runSections(report, place)}</section>`;
  });
  const workers = reports.map((report) => (report.audience === 'worker' ? workerSection(report) : undefined));
  return page({
    title: count(owners.length, 'candidate'),
    body: markup`${filtered.bar}<section class="first"><h2>Side by side</h2>${matrixTable(matrix, filtered)}</section>${runs}${workers}`,
  });
}

const itemsOf = (reports: readonly OwnerReport[]) =>
  reports.flatMap(({ rows }) => rows.map((row) => ({ words: wordsOf(row), tags: row.tags })));

/** As many need no filter. */
const fewFlips = 5;

function comparisonPage(comparison: ComparisonReport): string {
  const { before, after, broke, fixed, unjudged } = comparison;
  const items = [...broke, ...fixed, ...unjudged].map((flip) => ({ words: [flip.after], tags: flip.tags }));
  const filtered = filterOf(items, verdictWords, { of: 'flip', noun: 'flips', tag: 'tags' });
  const bar = items.length > fewFlips ? filtered.bar : undefined;
  const body = markup`${sides(comparison)}${flips(comparison, { level: 2, filtered }, bar)}`;
  return page({ title: `${before.label}, then ${after.label}`, kicker: 'Two runs compared', body });
}

function matrixPage(matrix: MatrixReport): string {
  const items = matrix.rows.map(({ verdicts, tags }) => ({
    words: [...new Set(verdicts.filter((verdict) => verdict !== undefined)), ...(turns(verdicts) ? ['differs'] : [])],
    tags,
  }));
  const filtered = filterOf(items, ['differs', ...verdictWords], { of: 'item', noun: 'scenarios', tag: 'tags' });
  return page({
    title: `${count(matrix.runs.length, 'run')} side by side`,
    body: markup`${filtered.bar}${matrixTable(matrixOf(matrix), filtered)}`,
  });
}
