import type { Fact } from '../cell/machine/fact.ts';
import { paint } from '../model/frame.ts';
import type { Style } from '../model/report.ts';
import { wrap } from '../model/wrap.ts';
import { printable } from './say.ts';

const words: { readonly [is in Fact['is']]: { readonly text: string; readonly codes: string } } = {
  ok: { text: 'ok', codes: '32' },
  gap: { text: 'gap', codes: '1;33' },
  missing: { text: 'MISSING', codes: '1;31' },
};

/** Facts as a person reads them: a line each, below a gap what it costs and what mends it, at the end what it comes to. */
export function doctorText(facts: readonly Fact[], style: Style): string {
  const first = Math.max(...facts.map(({ is }) => words[is].text.length));
  const second = Math.max(...facts.map(({ id }) => id.length));
  const indent = first + second + 6;
  const lines = facts.flatMap(({ is, id, says, costs, fix }) => {
    const { text, codes } = words[is];
    const head = `  ${paint(codes, style.colour)(text)}${' '.repeat(first - text.length)}  ${id.padEnd(second)}  `;
    const [line = '', ...more] = broken(says, style.width - indent);
    return [
      `${head}${line}`,
      ...[...more, ...(costs === undefined ? [] : broken(costs, style.width - indent))].map(
        (part) => ' '.repeat(indent) + part,
      ),
      // A command to copy stays on one line.
      ...(fix === undefined || fix === ''
        ? []
        : [`${' '.repeat(indent)}${paint('1', style.colour)('fix:')} ${printable(fix)}`]),
    ];
  });
  return `${lines.join('\n')}\n\n${sumOf(facts)}\n`;
}

const NARROWEST = 30;

const broken = (text: string, width: number): readonly string[] => wrap(printable(text), Math.max(NARROWEST, width));

function sumOf(facts: readonly Fact[]): string {
  const named = (is: Fact['is']): readonly string[] => facts.filter((fact) => fact.is === is).map(({ id }) => id);
  const [missing, gaps] = [named('missing'), named('gap')];
  const weak = gaps.length === 0 ? '' : `; gaps: ${gaps.join(', ')}`;
  if (missing.length > 0) return `nothing can gate on this machine, missing: ${missing.join(', ')}${weak}`;
  return `this machine can confine candidates and gate${weak}`;
}
