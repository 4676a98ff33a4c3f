import { score } from '../../harness/model/headline.ts';
import type { HistoryReport, HistoryRow, ScenarioHistory } from '../../harness/model/report.ts';
import type { VerdictWord } from '../../harness/model/run.ts';
import { count, duration } from '../terminal/text.ts';
import { type Filtered, filterOf } from './filter.ts';
import { type Html, html } from './html.ts';
import { flakeText, short, sureText } from '../words.ts';
import { grouped, percent, time } from './text.ts';
import type { Trend } from './trend.ts';
import { badge, chip, decisionBadge } from './verdicts.ts';

/** Rows of the table: what somebody scrolls through. */
const shownRows = 1000;

/** What was judged: the scenario that was asked for, the trend, the table, newest first. */
export function historyBody(history: HistoryReport, trend: Trend): Html {
  const { runs, more, scenario } = history;
  const shown = runs.slice(0, shownRows);
  const filtered = filterOf(
    shown.map((row) => ({ words: wordsOf(row), tags: [row.label] })),
    ['allow', 'deny', 'hold', 'running', 'abandoned'],
    { of: 'run', noun: 'runs', tag: 'candidates' },
  );
  return html`${scenario === undefined ? undefined : scenarioPart(scenario, runs)}${trendPart(trend)}<section aria-labelledby="runs"><h2 id="runs">Runs</h2>${filtered.bar}${
    runs.length === 0 ? html`<p class="note">There are none.</p>` : runTable(shown, filtered)
  }${restText(runs.length - shown.length, more)}</section>`;
}

function restText(left: number, more: number): Html | undefined {
  const parts = [
    ...(left > 0 ? [`The table shows the newest ${grouped(shownRows)} runs of ${grouped(left + shownRows)}.`] : []),
    ...(more > 0 ? [`The history holds ${grouped(more)} more that this list had no room for.`] : []),
  ];
  return parts.length === 0 ? undefined : html`<p class="note">${parts.join(' ')}</p>`;
}

/** The chart's place; the script draws it, and without one the table says the same. */
function trendPart(trend: Trend): Html | undefined {
  const { names, counts, nth } = trend;
  if (nth.length < 2) return undefined;
  const legend = names.map(
    (name, i) =>
      html`<li><button type="button" aria-pressed="true" data-series="${i}"><svg class="swatch s${i}" viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" rx="2"/></svg>${name} <span class="number">${grouped(counts[i] ?? 0)}</span></button></li>`,
  );
  return html`<section class="trend js-only" aria-labelledby="trend"><h2 id="trend">Pass rate, run by run</h2><ul class="legend" aria-label="Lines of the chart">${legend}</ul><div id="chart" tabindex="0" role="slider" aria-label="Pass rate, run by run" aria-orientation="horizontal"></div><p class="note"><output id="readout">Point at the chart, or move along it with the arrow keys.</output> ${drawn(trend)}</p></section>`;
}

/** What the points and lines are, when they are not simply one for each Run and one from each to the next. */
function drawn({ nth, of, medians }: Trend): string | undefined {
  const parts = [
    ...(nth.length < of
      ? [`Of ${grouped(of)} runs ${grouped(nth.length)} are drawn, the lowest and the highest of each few in a row.`]
      : []),
    ...(medians === undefined ? [] : ['The lines join the medians of a fiftieth of the runs each.']),
  ];
  return parts.length === 0 ? undefined : parts.join(' ');
}

function runTable(rows: readonly HistoryRow[], filtered: Filtered): Html {
  const withVerdict = rows.some(({ verdict }) => verdict !== undefined);
  const vaults = new Set(rows.map(({ vault }) => vault)).size > 1;
  const heads = ['Judged', 'Candidate', ...(withVerdict ? ['Scenario'] : []), 'Pass', 'Gate', 'Took', 'Run'];
  const body = rows.map((row) => {
    const pinned = row.commit === undefined ? `tree ${short(row.tree)}` : short(row.commit);
    const facts = [
      ...(row.purpose === 'gate' ? [] : [chip(row.purpose)]),
      ...(row.again ? [chip('again')] : []),
      ...(row.isolation === 'sealed' ? [] : [chip(row.isolation)]),
    ];
    const verdict = withVerdict ? html`<td class="verdict">${verdictCell(row)}</td>` : undefined;
    const gate =
      row.state === 'finished'
        ? row.decision === undefined
          ? undefined
          : decisionBadge(row.decision)
        : chip(row.state);
    return html`<tr class="item run"${filtered.attributes(wordsOf(row), [row.label])}><td class="when">${time(row.startedAt)}</td><td class="who">${row.label} <code>${pinned}</code>${
      vaults ? html` <span class="note">${row.vault}</span>` : undefined
    } <span class="chips">${facts}</span></td>${verdict}<td class="pass">${passCell(row)}</td><td class="gate">${gate}</td><td class="ms">${
      row.ms === 0 ? undefined : duration(row.ms)
    }</td><td class="id"><code>${row.id}</code></td></tr>`;
  });
  return html`<table class="runs"><thead><tr>${heads.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead><tbody>${body}</tbody></table>`;
}

function passCell({ pass, total }: HistoryRow): Html {
  if (total === 0) return html``;
  const width = ((pass / total) * 100).toFixed(0);
  return html`<svg class="small" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="6"/><rect class="rate" width="${width}" height="6"/></svg><span class="score">${score({ pass, total })}</span>`;
}

function verdictCell({ verdict, same }: HistoryRow): Html {
  if (verdict === undefined) return html`<span class="none" aria-label="none">·</span>`;
  return html`${badge(verdict)}${same === false ? html` ${chip('it said something else')}` : undefined}`;
}

function wordsOf({ decision, state }: HistoryRow): readonly string[] {
  return state === 'finished' ? (decision === undefined ? [] : [decision]) : [state];
}

function scenarioPart(scenario: ScenarioHistory, rows: readonly HistoryRow[]): Html {
  const { pass, judged, interval, flakeRate } = scenario;
  const share =
    judged === 0 ? '' : `, ${percent(pass / judged)}${interval === undefined ? '' : ` (${sureText(interval)})`}`;
  return html`<section class="first"><p class="sentence">It passed in ${pass} of ${count(judged, 'run')} that judged it as it reads now${share}.${
    flakeRate === undefined ? undefined : ` It ${flakeText(flakeRate)}.`
  }</p>${strip(rows)}<p class="note"><code>${scenario.scenario}</code></p></section>`;
}

/** Its verdicts from the oldest to the newest, as one coloured band. */
function strip(rows: readonly HistoryRow[]): Html | undefined {
  const verdicts = rows
    .filter(({ verdict, same }) => verdict !== undefined && same !== false)
    .map(({ verdict }) => verdict);
  if (verdicts.length < 2) return undefined;
  const bands: { readonly is: VerdictWord | undefined; from: number; length: number }[] = [];
  for (const [i, is] of verdicts.toReversed().entries()) {
    const last = bands.at(-1);
    if (last !== undefined && last.is === is) last.length++;
    else bands.push({ is, from: i, length: 1 });
  }
  return html`<svg class="strip" role="img" viewBox="0 0 ${verdicts.length} 10" preserveAspectRatio="none" aria-label="Its verdicts, oldest first; the table has them one by one">${bands.map(({ is, from, length }) => html`<rect class="${is}" x="${from}" width="${length}" height="10"/>`)}</svg>`;
}
