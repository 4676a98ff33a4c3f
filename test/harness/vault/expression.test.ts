import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseTemplate } from '../../../harness/vault/template.ts';
import { startReading } from '../../../harness/vault/reading.ts';
import { sourceOf } from '../../../harness/vault/source.ts';
import { expressions, printExpression, printTemplate, texts } from '../../rig/arbitrary/expressions.ts';
import { tries } from '../../rig/prove.ts';
import { at } from '../../rig/values.ts';

function parse(text: string) {
  const reading = startReading(sourceOf('a.yaml', text), { templates: true });
  const template = parseTemplate(text, reading, () => at);
  return { template, problems: reading.problems };
}

describe('expressions', () => {
  it('are read as they were printed', () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        expect(parse(`\${${printExpression(expression)}}`)).toEqual({ template: [expression], problems: [] });
      }),
      { numRuns: tries(500) },
    );
  });

  it('are read as they were printed between literal text, also such that looks like one', () => {
    fc.assert(
      fc.property(texts, ({ template }) => {
        expect(parse(printTemplate(template))).toEqual({ template, problems: [] });
      }),
      { numRuns: tries(500) },
    );
  });

  it('that make no sense are one Problem, never a throw', () => {
    const pieces = fc.constantFrom(
      '${',
      '}',
      '(',
      ')',
      '[',
      ']',
      "'",
      '"',
      '.',
      '-',
      '+',
      '%',
      ',',
      'a',
      'len(',
      '0',
      '01',
      ' ',
      '$',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        expect(parse(parts.join('')).problems.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: tries(1000) },
    );
    for (const long of [
      '('.repeat(100_000),
      '-'.repeat(100_000),
      '1+'.repeat(100_000),
      'a.'.repeat(100_000),
      'f('.repeat(100_000),
    ]) {
      expect(parse(`\${${long}`).problems).toHaveLength(1);
    }
  });
});
