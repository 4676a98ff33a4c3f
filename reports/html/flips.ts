import type { ComparedRun, ComparisonReport, ReportFlip } from '../../harness/model/report.ts';
import { headline } from '../../harness/model/headline.ts';
import { bare, otherCounts, pairedText, short } from '../words.ts';
import type { Filtered } from './filter.ts';
import { type Html, html } from './html.ts';
import { labelWords } from './scenarios.ts';
import { heading, type Level, percent, time } from './text.ts';
import { badge, chip, shareText, tagChips, tallyBar } from './verdicts.ts';

export interface FlipPlace {
  readonly level: Level;
  readonly filtered: Filtered;
  /** The id of a scenario that the same page tells about. */
  readonly anchorOf?: (scenario: string) => string | undefined;
}

/** What it all means, what turned, broke first; then what can't be compared, and the numbers. */
export function flips(comparison: ComparisonReport, place: FlipPlace, bar?: Html): Html {
  const { broke, fixed, unjudged } = comparison;
  return html`<p class="sentence">${comparison.sentence}</p>${bar}${[
    flipGroup('Broke', broke, place),
    flipGroup('Fixed', fixed, place),
    flipGroup('Without a verdict on one side', unjudged, place),
    unpairedGroup(comparison, place),
  ]}<p class="note pairs">${pairedText(comparison)}</p>`;
}

/** Both Runs' counts, one above the other, on the same scale. */
export function sides({ before, after }: ComparisonReport): Html {
  return html`<div class="sides">${side('before', before)}${side('after', after)}</div>`;
}

function side(word: string, run: ComparedRun): Html {
  const { label, tally, interval, commit, tree, startedAt, id } = run;
  const pinned =
    commit === undefined ? html`tree <code>${short(tree)}</code>` : html`commit <code>${short(commit)}</code>`;
  return html`<section class="side"><p class="label">${word}</p><p class="name">${label}</p><p class="count">${headline(bare(tally))}</p>${tallyBar(tally, interval)}<p class="note">${shareText(tally, interval)}</p><p class="note">${otherCounts(tally).join(', ')}</p><p class="note">${pinned}, run <code>${id}</code>, ${time(startedAt)}</p></section>`;
}

function flipGroup(title: string, rows: readonly ReportFlip[], place: FlipPlace): Html | undefined {
  if (rows.length === 0) return undefined;
  const items = rows.map((flip) => {
    const attributes = place.filtered.attributes([flip.after], flip.tags);
    const chips = [
      ...(flip.label === undefined ? [] : [chip(labelWords[flip.label.is], `flag ${flip.label.is}`)]),
      ...(flip.mustPass ? [chip('must pass', 'strong')] : []),
      ...tagChips(flip.tags),
    ];
    const note = flip.label === undefined ? undefined : html`<p class="note">${flip.label.text}</p>`;
    return html`<li class="item flip"${attributes}><span class="turn">${badge(flip.before)} <span aria-hidden="true">→</span><span class="sr">, then</span> ${badge(flip.after)}</span><div class="who"><p>${linked(flip, place)} <span class="chips">${chips}</span></p>${note}</div></li>`;
  });
  return group(`${title} (${rows.length})`, html`<ul class="flips">${items}</ul>`, place);
}

/** Those that say nothing about the candidates, and why. */
function unpairedGroup({ changed, added, removed }: ComparisonReport, place: FlipPlace): Html | undefined {
  const all = { changed, added, removed };
  const rows = (['changed', 'added', 'removed'] as const).flatMap((why) => all[why].map((row) => ({ row, why })));
  if (rows.length === 0) return undefined;
  const items = rows.map(
    ({ row, why }) => html`<li>${linked(row, place)} <span class="note">${unpaired[why]}</span></li>`,
  );
  return group(`Not compared (${rows.length})`, html`<ul class="names">${items}</ul>`, place);
}

const unpaired = { changed: 'says something else now', added: 'is new', removed: 'is not there any more' } as const;

const group = (title: string, body: Html, { level }: FlipPlace): Html =>
  html`<div class="group">${heading(level, title)}${body}</div>`;

function linked({ scenario, name }: ComparisonReport['added'][number], { anchorOf }: FlipPlace): Html {
  const id = anchorOf?.(scenario);
  return id === undefined ? html`${name}` : html`<a href="#${id}">${name}</a>`;
}

/** Of several Runs side by side; nothing where a Run has none. */
export const rate = ({ pass, total }: ComparedRun['tally']): string => (total === 0 ? '' : percent(pass / total));
