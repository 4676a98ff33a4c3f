import { headline, score } from '../../harness/model/headline.ts';
import type { WorkerReport } from '../../harness/model/report.ts';
import { meaning } from '../words.ts';
import { type Html, html } from './html.ts';

/** A Run as the worker reads it: nothing that the Report does not say. */
export function workerSection({ decision, tally, tags = {}, hints = [] }: WorkerReport): Html {
  const counts = Object.entries(tags);
  return html`<section class="worker"><div class="decision ${decision.is}"><h2>${decision.is}</h2><p>${meaning[decision.is]}</p></div>${
    tally === undefined ? undefined : html`<p class="count">${headline(tally)}</p>`
  }${
    counts.length === 0
      ? undefined
      : html`<h3>By tag</h3><dl class="numbers">${counts.map(([tag, count]) => html`<div><dt>${tag}</dt><dd>${score(count)}</dd></div>`)}</dl>`
  }${hints.length === 0 ? undefined : html`<h3>Hints</h3><ul>${hints.map((hint) => html`<li>${hint}</li>`)}</ul>`}</section>`;
}
