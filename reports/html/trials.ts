import type { ReportStep, ReportTrial } from '../../harness/model/report.ts';
import { count, duration } from '../terminal/text.ts';
import { type Html, html } from './html.ts';
import { block, command } from './text.ts';
import { badge } from './verdicts.ts';

/** Characters of one line that stand beside the name of a field; what is longer gets a block. */
const besideField = 100;

/** What was done and seen, Trial by Trial: the first that did not pass is open, and in it what was not met. */
export function trialBlocks(trials: readonly ReportTrial[]): Html {
  const first = trials.find(({ is }) => is !== 'pass') ?? (trials.length === 1 ? trials[0] : undefined);
  return html`<section class="trials"><p class="label">What was done and seen</p>${trials.map((trial) => trialBlock(trial, trial === first, trials))}</section>`;
}

function trialBlock(trial: ReportTrial, open: boolean, among: readonly ReportTrial[]): Html {
  const { is, ms, steps } = trial;
  return html`<details class="trial"${opened(open)}><summary>${badge(is)} <span class="what">${titleOf(trial, among)}</span> <span class="time">${count(steps.length, 'step')}, ${duration(ms)}</span></summary><ol class="steps">${steps.map(stepBlock)}</ol></details>`;
}

/** `row 2, repeat 1`: only what tells it from the others. */
function titleOf({ row, repeat, confirms = false }: ReportTrial, among: readonly ReportTrial[]): string {
  const parts = [
    ...(among.some((other) => other.row !== row) ? [`row ${row}`] : []),
    ...(among.some((other) => other.repeat !== repeat) ? [`repeat ${repeat}`] : []),
    ...(confirms ? ['again on a fresh instance, to label the fail'] : []),
  ];
  return parts.length === 0 ? 'one trial' : parts.join(', ');
}

function stepBlock({ name, kind, action, seen, attempts, ms, met, replay }: ReportStep): Html {
  const times = [...(attempts > 1 ? [count(attempts, 'attempt')] : []), duration(ms)].join(', ');
  return html`<li class="step ${met ? 'met' : 'unmet'}"><details${opened(!met)}><summary><span class="sign" aria-hidden="true">${met ? '✓' : '✗'}</span><span class="what">${name}${
    met ? undefined : html` <span class="sr">(not met)</span>`
  }</span> <span class="kind">${kind}</span> <span class="time">${times}</span></summary><div class="inside">${block(action, 'what was done')}${
    seen.length === 0 ? undefined : html`<dl class="seen">${seen.map(field)}</dl>`
  }${replay === undefined ? undefined : html`<p class="label">Replay it by hand</p>${command(replay)}`}</div></details></li>`;
}

function field([name, text]: readonly [field: string, text: string]): Html {
  const inline = text.length <= besideField && !text.includes('\n');
  return html`<div><dt>${name}</dt><dd>${inline ? html`<code>${text}</code>` : block(text, name)}</dd></div>`;
}

const opened = (open: boolean): Html | undefined => (open ? html` open` : undefined);
