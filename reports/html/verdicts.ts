import { headline } from '../../harness/model/headline.ts';
import type { Interval } from '../../harness/model/report.ts';
import type { Tally, VerdictWord } from '../../harness/model/run.ts';
import { type Html, html } from './html.ts';
import { bare, otherCounts, sureText } from '../words.ts';
import { percent } from './text.ts';

type Decision = 'allow' | 'deny' | 'hold';

/** A verdict in its word, a sign and a colour, so that each of them would do alone. */
export const badge = (is: VerdictWord): Html =>
  html`<span class="badge ${is}"><span aria-hidden="true">${signs[is]}</span> ${is}</span>`;

export const decisionBadge = (is: Decision): Html => html`<span class="badge ${is}">${is}</span>`;

/** A small fact beside a name. */
export const chip = (text: string, more = ''): Html => html`<span class="chip ${more}">${text}</span>`;

export const tagChips = (tags: readonly string[]): readonly Html[] => tags.map((tag) => chip(tag, 'tag'));

/** `82 %; 59 to 94 % with 95 % confidence`: nothing when there is no scenario. */
export function shareText({ pass, total }: Tally, interval: Interval | undefined): string {
  if (total === 0) return '';
  const share = percent(pass / total);
  return interval === undefined ? share : `${share}; ${sureText(interval)}`;
}

const barOrder = ['pass', 'flaky', 'fail', 'error', 'advisory', 'quarantined'] as const;
const barWidth = 1000;

/** The verdicts as one bar, those that were skipped left empty, and below it where 95 % of the pass rate lie. */
export function tallyBar(tally: Tally, interval: Interval | undefined): Html {
  if (tally.total === 0) return html``;
  const scale = barWidth / tally.total;
  let left = 0;
  const parts = barOrder.map((word) => {
    const x = left;
    const width = (tally[word] ?? 0) * scale;
    left += width;
    return html`<rect class="${word}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="10"/>`;
  });
  return html`<svg class="bar" role="img" viewBox="0 0 ${barWidth} 18" preserveAspectRatio="none" aria-label="${[
    headline(bare(tally)),
    ...otherCounts(tally),
    shareText(tally, interval),
  ].join(', ')}"><rect class="track" x="0" y="0" width="${barWidth}" height="10"/>${parts}${
    interval === undefined ? undefined : whisker(interval)
  }</svg>`;
}

function whisker({ low, high }: Interval): Html {
  const from = low * barWidth;
  const to = high * barWidth;
  return html`<g class="whisker"><rect x="${from.toFixed(1)}" y="14.5" width="${(to - from).toFixed(1)}" height="1"/>${end(
    Math.max(0, from - 1),
  )}${end(Math.min(barWidth - 2, to - 1))}</g>`;
}

const end = (x: number): Html => html`<rect x="${x.toFixed(1)}" y="12" width="2" height="6"/>`;

const signs: { readonly [is in VerdictWord]: string } = { pass: '✓', fail: '✗', flaky: '≈', error: '!', skip: '–' };
