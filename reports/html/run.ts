import { headline } from '../../harness/model/headline.ts';
import type { Problem } from '../../harness/model/problem.ts';
import type { OwnerReport } from '../../harness/model/report.ts';
import type { Trouble } from '../../harness/model/run.ts';
import { reasons } from '../../harness/model/trial.ts';
import { count } from '../terminal/text.ts';
import { factList } from './facts.ts';
import { flips } from './flips.ts';
import { codeFrame } from './frame.ts';
import { type Html, html } from './html.ts';
import { anchor, type Place, scenarioList } from './scenarios.ts';
import { below, block, heading, type Level } from './text.ts';
import { bare, impossibleText, otherCounts } from '../words.ts';
import { shareText, tallyBar } from './verdicts.ts';

/** One Run as its owner reads it: the count, the decision, what was judged, what turned, each scenario. */
export function runSections(report: OwnerReport, place: Place, bar?: Html): Html {
  const { level } = place;
  return html`<div class="hero">${countPart(report)}${decisionPart(report, level)}</div>${factList(report)}${
    report.trouble === undefined ? undefined : troublePart(report.trouble, level)
  }${comparisonPart(report, place)}<section class="all">${heading(level, 'Scenarios')}${bar}${scenarioList(report, { ...place, level: below(level) })}</section>${warningPart(report.warnings, level)}`;
}

function countPart(report: OwnerReport): Html {
  const { tally, interval } = report;
  const impossible = impossibleText(report);
  return html`<div class="count-part"><p class="count">${headline(bare(tally))}</p>${tallyBar(tally, interval)}<p class="note">${shareText(tally, interval)}</p><p class="note">${otherCounts(tally).join(', ')}</p>${impossible === undefined ? undefined : html`<p class="note">${impossible}</p>`}</div>`;
}

function decisionPart({ decision: { is, reasons: why } }: OwnerReport, level: Level): Html {
  const said =
    why.length === 0
      ? html`<p>${unexplained[is]}</p>`
      : html`<ul>${why.map(({ text }) => html`<li>${text}</li>`)}</ul>`;
  return html`<section class="decision ${is}">${heading(level, html`<span class="sr">Gate: </span>${is}`)}${said}</section>`;
}

const unexplained = {
  allow: 'This tree may be merged.',
  deny: 'This tree may not be merged.',
  hold: 'No decision could be reached.',
} as const;

function troublePart({ reason: { word, detail }, log, excerpt }: Trouble, level: Level): Html {
  return html`<section class="trouble">${heading(level, `No scenario was run: ${reasons[word]}`)}${
    detail === undefined ? undefined : html`<p>${detail}</p>`
  }${excerpt === undefined ? undefined : codeFrame(excerpt)}${
    log === undefined ? undefined : html`<p class="label">It printed last</p>${block(log, 'output', 'end')}`
  }</section>`;
}

function comparisonPart({ comparison, rows }: OwnerReport, { level, filtered, prefix }: Place): Html | undefined {
  if (comparison === undefined) return undefined;
  const places = new Map(rows.map((row, index) => [row.scenario, anchor(prefix, index)]));
  const { label, tally } = comparison.before;
  return html`<section class="comparison">${heading(level, `Against ${label} (${headline(bare(tally))})`)}${flips(
    comparison,
    {
      level: below(level),
      filtered,
      anchorOf: (scenario) => places.get(scenario),
    },
  )}</section>`;
}

function warningPart(warnings: readonly Problem[], level: Level): Html | undefined {
  if (warnings.length === 0) return undefined;
  const items = warnings.map(
    ({ message, excerpt, notes = [], fix }) =>
      html`<li><p>${message}</p>${excerpt === undefined ? undefined : codeFrame(excerpt)}${notes.map((note) => html`<p class="note">${note}</p>`)}${fix === undefined ? undefined : html`<p class="note">${fix}</p>`}</li>`,
  );
  return html`<section class="warnings">${heading(level, count(warnings.length, 'warning'))}<ul>${items}</ul></section>`;
}
