import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../rig/prove.ts';
import type { Problem } from '../../../harness/model/problem.ts';
import { formatProblems } from '../../../harness/vault/frame.ts';
import { readScenario } from '../../../harness/vault/scenario.ts';
import { sourceOf } from '../../../harness/vault/source.ts';
import { readVaultFile } from '../../../harness/vault/vault-file.ts';
import { mistakes } from './mistakes.ts';

/** Pieces that matter to YAML, to templates and to the scenario language, in any order. */
const pieces = [
  ...['name', 'steps', 'vars', 'http', 'run', 'file', 'expect', 'save', 'eventually', 'examples', 'body', 'status'],
  ...['$any', '$matches', '$contains', '$oneOf', '$closeTo', '$schema', '$json', '$$x', '2xx', '10s', 'GET /x', '~'],
  ...[
    '${',
    '$${',
    '}',
    '${a.b[0]}',
    '${random.int(1, 2)}',
    "'",
    '"',
    '\\',
    '\\u0024{',
    '/x/i',
    '(?=',
    'é',
    '漢',
    '😀',
    '\u0000',
  ],
  ...[
    ': ',
    ':',
    '- ',
    '-',
    '\n',
    '\n  ',
    '\n    ',
    '\n- ',
    '\r\n',
    '\t',
    ' ',
    '{ ',
    ' }',
    '[ ',
    ' ]',
    ', ',
    '|\n',
    '>-\n',
    '#',
    '? ',
  ],
  ...[
    '&a ',
    '*a',
    '<<: ',
    '!t ',
    '---\n',
    '...\n',
    '%',
    '@',
    '0x1',
    '1e999',
    '-.5',
    '.inf',
    '__proto__',
    'constructor',
  ],
];
const yamlish = fc
  .array(fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string() }))
  .map((parts) => parts.join(''));

/** A scenario that is nearly right: a stretch of a real mistake is cut out, and something else put in its place. */
const nearly = fc
  .tuple(
    fc.constantFrom(...Object.values(mistakes).flatMap((files) => Object.values(files))),
    fc.nat(),
    fc.nat(20),
    yamlish,
  )
  .filter(([file]) => typeof file === 'string' && file.length < 2000)
  .map(([file, at, length, instead]) => {
    const text = String(file);
    const start = at % (text.length + 1);
    return text.slice(0, start) + instead + text.slice(start + length);
  });

const texts = fc.oneof(yamlish, nearly);

function problemsIn(text: string): readonly Problem[] {
  const source = sourceOf('a.yaml', text);
  const scenario = readScenario(source, { timeout: 1000 });
  return [...scenario.reading.problems, ...readVaultFile(source).reading.problems];
}

describe('any text at all', () => {
  it('is read without a throw, and every Problem lies within the file', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const lines = text.split(/\r?\n/);
        for (const { excerpt, code } of problemsIn(text)) {
          const { at } = excerpt ?? expect.fail(`${code} has no place`);
          const line = lines[at.line - 1] ?? expect.fail(`${code} is on line ${at.line} of ${lines.length}`);
          expect(at.column).toBeGreaterThanOrEqual(1);
          expect(at.length).toBeGreaterThanOrEqual(1);
          expect(at.column - 1 + at.length).toBeLessThanOrEqual(Math.max(line.length, at.column));
          expect(at.column - 1).toBeLessThanOrEqual(line.length);
        }
      }),
      { numRuns: tries(1500) },
    );
  });

  it('has Problems that can be printed, without a control character but the newline', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const printed = formatProblems(problemsIn(text), { colour: false });
        expect(printed).not.toMatch(/[^\P{Control}\n]/u);
      }),
      { numRuns: tries(500) },
    );
  });

  it('is read the same way twice', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const read = () => readScenario(sourceOf('a.yaml', text), { timeout: 1000 }).scenario;
        expect(read()).toEqual(read());
      }),
      { numRuns: tries(200) },
    );
  });
});
