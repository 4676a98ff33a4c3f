import type { ComparisonReport, ReportFlip, Style } from '../../harness/model/report.ts';
import { wrap } from '../../harness/model/wrap.ts';
import { labelText } from '../words.ts';
import { palette, verdictText } from './palette.ts';
import { line } from './text.ts';

/** What broke and then what was fixed between two Runs: a block of lines for each scenario. */
export function flipBlocks({ broke, fixed }: ComparisonReport, style: Style): readonly string[] {
  return [
    ...broke.map((flip) => flipBlock('BROKE', flip, style)),
    ...fixed.map((flip) => flipBlock('fixed', flip, style)),
  ];
}

/** `pass → FAIL`. */
export function turn({ before, after }: ReportFlip): string {
  return `${verdictText[before]} → ${verdictText[after]}`;
}

function flipBlock(word: 'BROKE' | 'fixed', flip: ReportFlip, style: Style): string {
  const { strong, faint, verdict } = palette(style);
  const indent = ' '.repeat(word.length + 2);
  const lines = (text: string) => wrap(text, style.width - indent.length);
  const facts = [turn(flip), ...(flip.mustPass ? ['must pass'] : []), line(flip.scenario)].join(', ');
  return [
    ...lines(line(flip.name)).map((text, i) => (i === 0 ? `${verdict(flip.after)(word)}  ` : indent) + strong(text)),
    ...lines(facts).map((text) => indent + faint(text)),
    ...(flip.label === undefined ? [] : lines(labelText(flip.label)).map((text) => indent + text)),
  ].join('\n');
}
