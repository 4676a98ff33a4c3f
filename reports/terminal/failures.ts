import type { ReportFailure, ReportRow, Style } from '../../harness/model/report.ts';
import { type Mismatch, reasons } from '../../harness/model/trial.ts';
import { flakeText, labelText } from '../words.ts';
import { fact, gutterOf, quoted, source } from './facts.ts';
import { palette, verdictText } from './palette.ts';
import { count, line } from './text.ts';

/** Failures shown of one scenario: its rows and repeats may all fail alike. */
const shownFailures = 3;

/** A block of text for each failure of a scenario: where, what was expected, what was seen, how to repeat it. */
export function failureBlocks(row: ReportRow, style: Style): readonly string[] {
  const judged = row.verdict === 'pass' || row.verdict === 'skip' ? [] : verdictBlocks(row, style);
  return [...judged, ...afterBlocks(row, style)];
}

function verdictBlocks(row: ReportRow, style: Style): readonly string[] {
  const word = palette(style).verdict(row.verdict)(verdictText[row.verdict]);
  const why = reasonText(row);
  const reason = [
    ...(row.label === undefined ? [] : [fact(labelText(row.label), style)]),
    ...(row.flakeRate === undefined ? [] : [fact(flakeText(row.flakeRate), style)]),
    ...(why === undefined ? [] : [fact(why, style)]),
  ];
  if (row.failures.length === 0) return [[title(word, row, style), ...reason].join('\n')];
  const hidden = row.failures.length - shownFailures;
  return [
    ...row.failures
      .slice(0, shownFailures)
      .map((failure, i) =>
        [title(word, row, style, failure.step), ...(i === 0 ? reason : []), ...evidence(failure, style)].join('\n'),
      ),
    ...(hidden > 0 ? [fact(`and ${count(hidden, 'more failure')} of this scenario`, style)] : []),
  ];
}

/** What went wrong while cleaning up: told, but not scored. */
function afterBlocks(row: ReportRow, style: Style): readonly string[] {
  const word = palette(style).faint('after, not scored:');
  return row.afterFailures
    .slice(0, shownFailures)
    .map((failure) => [title(word, row, style, failure.step), ...evidence(failure, style)].join('\n'));
}

function title(word: string, row: ReportRow, style: Style, step?: string): string {
  const name = step === undefined ? line(row.name) : `${line(row.name)} › ${line(step)}`;
  return `${word} ${palette(style).strong(name)}`;
}

/** A mismatch speaks for itself; every other reason is said. */
function reasonText({ reason: { word, detail } }: ReportRow): string | undefined {
  if (detail !== undefined) return `${reasons[word]}: ${line(detail)}`;
  return word === 'mismatch' ? undefined : reasons[word];
}

function evidence(failure: ReportFailure, style: Style): readonly string[] {
  const gutter = gutterOf(failure.mismatches.at(-1)?.excerpt);
  const say = (text: string) => fact(text, style, gutter);
  return [
    ...failure.mismatches.flatMap((mismatch) => mismatchLines(mismatch, style)),
    ...failure.notes.map((note) => say(line(note))),
    ...(failure.replay === undefined ? [] : [say(`replay: ${line(failure.replay)}`)]),
    ...(failure.page === undefined ? [] : [say('the page showed:'), ...quoted(failure.page, style, gutter, Infinity)]),
    ...(failure.files ?? []).map(({ what, path }) => say(`${fileWords[what]}${line(path)}`)),
    ...(failure.log === undefined ? [] : [say('the candidate printed last:'), ...quoted(failure.log, style, gutter)]),
  ];
}

const fileWords = {
  screenshot: 'screenshot: ',
  trace: 'trace: npx playwright show-trace ',
  outline: 'the whole page: ',
} as const;

function mismatchLines({ excerpt, path, expected, received, note }: Mismatch, style: Style): readonly string[] {
  const gutter = gutterOf(excerpt);
  const both = `expected ${line(expected)}, received ${line(received)}`;
  const fits = gutter + 4 + excerpt.at.column + excerpt.at.length + both.length <= style.width;
  const facts = [
    ...(fits ? [] : [`expected ${line(expected)}`, `received ${line(received)}`]),
    ...(path === '' ? [] : [`at ${line(path)}`]),
    ...(note === undefined ? [] : [line(note)]),
  ];
  return [source(excerpt, style, fits ? { note: both } : {}), ...facts.map((text) => fact(text, style, gutter))];
}
