import { paint } from '../../model/frame.ts';
import { didYouMean } from '../suggest.ts';
import { chapters, rules } from './index.ts';
import type { Rule } from './rule.ts';
import { wrap } from '../../model/wrap.ts';
import { problem, type Result, fail, ok } from '../../model/problem.ts';

export function findRule(code: string): Result<Rule> {
  const rule = rules.find((one) => one.code === code);
  if (rule !== undefined) return ok(rule);
  const fix = didYouMean(
    code,
    rules.map((one) => one.code),
  );
  return fail(
    problem('unknown-rule', `there is no rule "${code}"`, { fix: 'holdout check --explain lists them', ...fix }),
  );
}

export interface ExplainStyle {
  readonly colour: boolean;
  /** Columns. */
  readonly width: number;
}

/** A rule in full, for a terminal: why it is there, an example that breaks it, and the same mended. */
export function explainRule({ code, severity, title, why, example }: Rule, { colour, width }: ExplainStyle): string {
  const bold = paint('1', colour);
  const head = `${bold(code)} (${paint(severity === 'error' ? '31' : '33', colour)(severity)}): ${title}`;
  const prose = wrap(why, Math.min(width, 100)).join('\n');
  if (example === undefined) return `${head}\n\n${prose}\n`;
  const { file, wrong, right } = example;
  const mended = right === '' ? [] : [bold('Mended'), indented(right), ''];
  return [head, '', prose, '', `${bold('With it')} (${file})`, indented(wrong), '', ...mended].join('\n');
}

/** All rules, one line each. */
export function listRules({ colour }: ExplainStyle): string {
  const longest = Math.max(...rules.map(({ code }) => code.length));
  const line = ({ code, severity, title }: Rule): string =>
    `  ${code.padEnd(longest)}  ${paint(severity === 'error' ? '31' : '33', colour)(severity.padEnd(7))}  ${title}`;
  return chapters
    .map((chapter) => `${paint('1', colour)(chapter.title)}\n${chapter.rules.map(line).join('\n')}\n`)
    .join('\n');
}

const indented = (text: string): string => text.trimEnd().replaceAll(/^/gm, '    ');
