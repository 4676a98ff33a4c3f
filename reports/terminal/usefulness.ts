import type { Style } from '../../harness/model/report.ts';
import type { Attention, Usefulness, UsefulnessReport } from '../../harness/model/usefulness.ts';
import { wrap } from '../../harness/model/wrap.ts';
import { rangeText } from '../words.ts';
import { type ColumnChoice, table } from './columns.ts';
import { palette } from './palette.ts';
import { count, duration, line } from './text.ts';

/** What each scenario of a vault was good for, those first that its owner should look at. */
export function usefulnessText(report: UsefulnessReport, style: Style): string {
  const { vault, scenarios, runs, candidates, since, more } = report;
  const { strong, faint } = palette(style);
  const looks = scenarios.filter(({ attention }) => attention !== undefined).length;
  const told = columns.filter(({ cell }) => scenarios.some((scenario) => cell(scenario) !== ''));
  const counted = `${count(candidates, 'candidate')} in ${count(runs, 'run')}`;
  const from = since === undefined ? '' : ` since ${line(since)}`;
  const older = more === 0 ? '' : `, and ${count(more, 'older run')} not counted: --limit says how many are`;
  const small = (text: string): readonly string[] => wrap(text, style.width).map(faint);
  return `${[
    ...wrap(`${line(vault)}: ${count(scenarios.length, 'scenario')}, ${looks} to look at`, style.width).map(strong),
    ...small(`${counted}${from}${older}`),
    '',
    ...table(told, scenarios, style),
    '',
    ...small('counted is what each scenario says now: one that was edited starts anew'),
  ].join('\n')}\n`;
}

const columns: readonly ColumnChoice<Usefulness>[] = [
  { head: 'scenario', before: 0, cutTo: 18, tells: true, cell: ({ scenario }) => line(scenario) },
  { head: 'attention', before: 1, cutTo: 12, cell: attentionText, paint: attentionPaint },
  { head: 'failed', before: 2, cell: failedCell },
  { head: 'share, 95 %', before: 6, cell: ({ interval }) => (interval === undefined ? '' : rangeText(interval)) },
  {
    head: 'last fail',
    before: 4,
    cell: ({ caught }) => (caught === undefined ? '' : line(caught.startedAt.slice(0, 10))),
  },
  { head: 'by run', before: 8, cell: ({ caught }) => (caught === undefined ? '' : line(caught.run)) },
  { head: 'of ref', before: 9, cutTo: 8, cell: ({ caught }) => (caught === undefined ? '' : line(caught.label)) },
  { head: 'a trial', before: 5, cell: ({ cost }) => (cost === undefined ? '' : duration(cost.trial)) },
  { head: 'a run', before: 3, cell: ({ cost }) => (cost === undefined ? '' : duration(cost.run)) },
  { head: 'good builds', before: 7, cell: referenceCell },
];

function failedCell({ candidates, failed }: Usefulness): string {
  return candidates === 0 ? '' : `${failed} of ${candidates}`;
}

function referenceCell({ reference }: Usefulness): string {
  return reference === undefined ? '' : `${failsOf(reference)} fail`;
}

const failsOf = ({ pass, fail }: NonNullable<Usefulness['reference']>): string => `${fail} of ${pass + fail}`;

function attentionText({ attention, candidates, mixed, reference }: Usefulness): string {
  switch (attention) {
    case 'fails-good-builds':
      return reference === undefined ? '' : `false fails: ${failsOf(reference)}`;
    case 'flaky':
      return `flaky: ${mixed} of ${candidates}`;
    case 'never-failed':
      return `never failed in ${candidates}`;
    case 'never-passed':
      return `never passed in ${candidates}`;
    case 'not-judged':
      return reference === undefined ? 'not run yet' : 'no candidate yet';
    case undefined:
      return '';
    default:
      return attention satisfies never;
  }
}

function attentionPaint({ attention }: Usefulness, style: Style): (text: string) => string {
  const { warning, strong, faint } = palette(style);
  const paints: { readonly [is in Attention]: (text: string) => string } = {
    'fails-good-builds': warning,
    flaky: warning,
    'never-failed': strong,
    'never-passed': strong,
    'not-judged': faint,
  };
  return attention === undefined ? faint : paints[attention];
}
