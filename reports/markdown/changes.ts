import type { ComparisonReport, ReportFlip } from '../../harness/model/report.ts';
import { turn } from '../terminal/changes.ts';
import { labelText } from '../words.ts';
import { said } from './escape.ts';

/** What broke and then what was fixed, as items of a list. */
export function flipItems({ broke, fixed }: ComparisonReport): readonly string[] {
  return [...broke.map((flip) => flipItem('broke', flip)), ...fixed.map((flip) => flipItem('fixed', flip))];
}

function flipItem(word: string, flip: ReportFlip): string {
  const facts = [turn(flip), ...(flip.mustPass ? ['must pass'] : []), said(flip.scenario)].join(', ');
  const label = flip.label === undefined ? '' : `; ${said(labelText(flip.label))}`;
  return `- **${word}** ${said(flip.name)} (${facts})${label}\n`;
}
