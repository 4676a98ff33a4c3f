import { score } from '../../harness/model/headline.ts';
import type { ComparedRun, MatrixReport, OwnerReport } from '../../harness/model/report.ts';
import type { VerdictWord } from '../../harness/model/run.ts';
import type { Filtered } from './filter.ts';
import { rate } from './flips.ts';
import { type Html, html } from './html.ts';
import { short, when } from '../words.ts';
import { badge, decisionBadge, tagChips, tallyBar } from './verdicts.ts';

/** One Run as a column. */
interface Column extends Pick<ComparedRun, 'label' | 'tally' | 'interval'> {
  /** Tells it from others of the same label. */
  readonly facts: Html;
  readonly decision?: OwnerReport['decision']['is'];
  /** The id of the part of the page that tells more. */
  readonly anchor?: string;
}

interface Matrix {
  readonly columns: readonly Column[];
  readonly rows: MatrixReport['rows'];
}

export function matrixOf({ runs, rows }: MatrixReport): Matrix {
  return { columns: runs.map((run) => ({ ...run, facts: factsOf(run.commit ?? run.tree, run.startedAt) })), rows };
}

/** The Runs of one command: paired by the scenario's id, as they were judged with the same vault. */
export function matrixOfReports(reports: readonly OwnerReport[], anchorOf: (index: number) => string): Matrix {
  const verdicts = reports.map(({ rows }) => new Map(rows.map((row) => [row.scenario, row.verdict])));
  const all = new Map(reports.flatMap(({ rows }) => rows).map((row) => [row.scenario, row]));
  return {
    columns: reports.map(({ candidate, run, tally, interval, decision }, i) => ({
      label: candidate.label,
      tally,
      ...(interval === undefined ? {} : { interval }),
      facts: factsOf(candidate.commit ?? candidate.tree, run.startedAt),
      decision: decision.is,
      anchor: anchorOf(i),
    })),
    rows: [...all.values()].map(({ scenario, name, tags }) => ({
      scenario,
      name,
      tags,
      verdicts: verdicts.map((own) => own.get(scenario)),
    })),
  };
}

const factsOf = (id: string, startedAt: string): Html =>
  html`<span class="note">${short(id)}</span><span class="note">${when(startedAt)}</span>`;

/**
 * A row for each scenario, a column for each Run. Where there is no room for columns, each cell says whose it is: the
 * style sheet shows that then.
 */
export function matrixTable({ columns, rows }: Matrix, filtered: Filtered): Html {
  const heads = columns.map(({ label, facts, anchor }) => {
    const name = anchor === undefined ? html`${label}` : html`<a href="#${anchor}">${label}</a>`;
    return html`<th scope="col">${name}${facts}</th>`;
  });
  const counts = columns.map(({ label, tally, interval, decision }) =>
    cell(
      label,
      html`<span class="score">${score(tally)}</span>${tallyBar(tally, interval)}<span class="note">${rate(tally)}</span> ${
        decision === undefined ? undefined : decisionBadge(decision)
      }`,
    ),
  );
  const body = rows.map(({ name, tags, verdicts }) => {
    const words = [
      ...new Set(verdicts.filter((verdict) => verdict !== undefined)),
      ...(turns(verdicts) ? ['differs'] : []),
    ];
    const cells = verdicts.map((verdict, i) =>
      cell(columns[i]?.label ?? '', verdict === undefined ? none : badge(verdict)),
    );
    return html`<tr class="item"${filtered.attributes(words, tags)}><th scope="row">${name} <span class="chips">${tagChips(tags)}</span></th>${cells}</tr>`;
  });
  return html`<div class="wide" tabindex="0" role="group" aria-label="Matrix of verdicts"><table class="matrix"><thead><tr><th scope="col">Scenario</th>${heads}</tr></thead><tbody class="counts"><tr><th scope="row">pass</th>${counts}</tr></tbody><tbody>${body}</tbody></table></div>`;
}

const cell = (label: string, content: Html): Html => html`<td><span class="whose">${label}</span>${content}</td>`;

const none = html`<span class="none" aria-label="nothing to compare">·</span>`;

/** Do the Runs disagree? */
export const turns = (verdicts: readonly (VerdictWord | undefined)[]): boolean =>
  new Set(verdicts.filter((verdict) => verdict !== undefined)).size > 1;
