import type { Apart } from '../../harness/model/gate.ts';
import type { OwnerReport, ReadFile, ReportRow } from '../../harness/model/report.ts';
import { reasons } from '../../harness/model/trial.ts';
import { duration } from '../terminal/text.ts';
import { failureBlock } from './evidence.ts';
import type { Filtered } from './filter.ts';
import { type Html, html } from './html.ts';
import { apartOf, flakeText } from '../words.ts';
import { below, heading, type Level } from './text.ts';
import { trialBlocks } from './trials.ts';
import { badge, chip, tagChips } from './verdicts.ts';

/** Scenarios that stand open from the start, when no more than these did not pass. */
const openedFew = 3;

export interface Place {
  readonly level: Level;
  /** Begins the ids of the scenarios of this Run. */
  readonly prefix: string;
  readonly filtered: Filtered;
  readonly read: ReadFile;
}

/** The id by which a page links to the scenario that is the `index`th of its Run. */
export const anchor = (prefix: string, index: number): string => `${prefix}s${index + 1}`;

/** Those that did not pass first, then those that count as neither; within each group in the vault's order. */
export function scenarioList({ rows, trouble }: OwnerReport, place: Place): Html {
  const numbered = rows.map((row, index) => ({ row, index }));
  const standing = (is: Apart['is'] | undefined) => numbered.filter(({ row }) => apartOf(row)?.is === is);
  const counted = standing(undefined);
  const passed = counted.filter(({ row }) => row.verdict === 'pass');
  const not = counted.filter(({ row }) => row.verdict !== 'pass');
  const few = trouble === undefined && not.filter(({ row }) => row.verdict !== 'skip').length <= openedFew;
  return html`${group('Did not pass', not, place, few)}${group('Not qualified, so counted as neither', standing('advisory'), place, false)}${group('In quarantine, so counted as neither', standing('quarantined'), place, false)}${group('Passed', passed, place, false)}`;
}

/** What it can be filtered by. */
export const wordsOf = (row: ReportRow): readonly string[] => {
  const apart = apartOf(row);
  return apart === undefined ? [row.verdict] : [row.verdict, apart.is];
};

interface Numbered {
  readonly row: ReportRow;
  readonly index: number;
}

function group(title: string, numbered: readonly Numbered[], place: Place, open: boolean): Html | undefined {
  if (numbered.length === 0) return undefined;
  const items = numbered.map(({ row, index }) => {
    const attributes = place.filtered.attributes(wordsOf(row), row.tags);
    const isOpen = open && row.verdict !== 'skip' ? html` open` : undefined;
    return html`<li class="item scenario" id="${anchor(place.prefix, index)}"${attributes}><details${isOpen}><summary>${summary(row, below(place.level))}</summary><div class="inside">${inside(row, place)}</div></details></li>`;
  });
  return html`<div class="group">${heading(place.level, `${title} (${numbered.length})`)}<ul class="scenarios">${items}</ul></div>`;
}

function summary(row: ReportRow, level: Level): Html {
  const apart = apartOf(row);
  const facts = [
    ...(row.label === undefined ? [] : [chip(labelWords[row.label.is], `flag ${row.label.is}`)]),
    ...(apart === undefined ? [] : [chip(apart.is, 'flag')]),
    ...(row.mustPass ? [chip('must pass', 'strong')] : []),
    ...(row.weight === 1 ? [] : [chip(`weight ${row.weight}`)]),
    ...tagChips(row.tags),
  ];
  const took = row.ms === 0 ? undefined : duration(row.ms);
  return html`${badge(row.verdict)} ${heading(level, row.name)} <span class="chips">${facts}</span> <span class="time">${took}</span>`;
}

function inside(row: ReportRow, { level, read }: Place): Html {
  const facts = [
    html`<div><dt>scenario</dt><dd><code>${row.scenario}</code></dd></div>`,
    html`<div><dt>reason</dt><dd>${reasonText(row)}</dd></div>`,
    ...(row.label === undefined ? [] : [html`<div><dt>repeated</dt><dd>${row.label.text}</dd></div>`]),
    ...(row.quarantine === undefined ? [] : [html`<div><dt>quarantine</dt><dd>${row.quarantine}</dd></div>`]),
    ...(row.advisory === undefined ? [] : [html`<div><dt>advisory</dt><dd>${row.advisory}</dd></div>`]),
    ...(row.flakeRate === undefined ? [] : [html`<div><dt>flake rate</dt><dd>${flakeText(row.flakeRate)}</dd></div>`]),
  ];
  const failed = row.failures.map((failure) => failureBlock(failure, below(below(level)), read));
  const after = row.afterFailures.map((failure) => failureBlock(failure, below(below(level)), read));
  return html`<dl class="about">${facts}</dl>${failed}${
    after.length === 0
      ? undefined
      : html`<div class="after"><p class="label">While cleaning up; not scored</p>${after}</div>`
  }${row.trials === undefined || row.trials.length === 0 ? undefined : trialBlocks(row.trials)}`;
}

const reasonText = ({ reason: { word, detail } }: ReportRow): string =>
  detail === undefined ? reasons[word] : `${reasons[word]}: ${detail}`;

/** As short as there is room for beside a name. */
export const labelWords: { readonly [is in NonNullable<ReportRow['label']>['is']]: string } = {
  regression: 'regression',
  always: 'fails every time',
  'flaky-scenario': 'flaky scenario',
  nondeterministic: 'nondeterministic',
  unstable: 'unstable',
};
