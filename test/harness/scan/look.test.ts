import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canaryOf } from '../../../harness/model/canary.ts';
import { lookAt, wordsIn } from '../../../harness/scan/look.ts';
import { marksOf, without } from '../../../harness/scan/marks.ts';
import { usualWords } from '../../../harness/scan/usual.ts';
import { tries } from '../../rig/prove.ts';

const canary = canaryOf('5b1d3c0e-6f0a-4c57-9a1e-2f3b8c7d4e60');
const scenario = `# yaml-language-server: $schema=./scenario.schema.json
name: A borrowed book can't be lent twice
vars:
  reader: reader-\${random.word()}
steps:
  - http: { request: POST /loans, json: { book: "Moby Dick", reader: "\${reader}" } }
    expect: { status: 201, body: { due: $isoDate } }
  - http: { request: POST /loans, json: { book: "Moby Dick", reader: somebody-else } }
    expect: { status: 409, body: { error: { $contains: "on loan" } } }
canary: ${canary}
`;
const marks = marksOf(
  [{ file: 'loans/twice.yaml', text: scenario }],
  [{ file: 'loans/twice.yaml', canary }],
  usualWords(),
);
const seenIn = (text: string, more = marks) => lookAt([Buffer.from(text)], more);
const kinds = async (text: string): Promise<readonly string[]> => (await seenIn(text)).map(({ kind }) => kind);
const bare = scenario.replace(/^canary.*\n/m, '');

describe('a scenario', () => {
  it('is known by its canary, with the line', async () => {
    expect(await seenIn(`one\ntwo ${canary} three`)).toEqual([{ file: 'loans/twice.yaml', kind: 'canary', line: 2 }]);
  });

  it.for<readonly [string, (text: string) => string]>([
    ['as it is', (text) => text],
    ['in another layout', (text) => text.replaceAll(/\s+/g, '  ')],
    ['in JSON', (text) => JSON.stringify({ content: text })],
    ['in JSON in JSON', (text) => JSON.stringify({ line: JSON.stringify({ content: text }) })],
    ['with numbered lines', (text) => text.replaceAll(/^/gm, () => '   12\t')],
    ['in a diff', (text) => text.replaceAll(/^/gm, '+')],
    ['in colours', (text) => text.replaceAll(/^(\s*)(\w+)/gm, '$1\u001b[1;34m$2\u001b[0m')],
    ['in capitals', (text) => text.toUpperCase()],
    ['in a comment of another language', (text) => text.replaceAll(/^/gm, ' * ')],
  ])('is known by its words %s', async ([, shown]) => {
    const [found, ...others] = await seenIn(`something before\n${shown(bare)}\nsomething behind`);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ file: 'loans/twice.yaml', kind: 'fragment' });
    expect(found?.words).toBeGreaterThan(40);
  });

  it('is known by one of its steps alone, and by nothing that is shorter', async () => {
    const step = bare.split('\n').find((line) => line.includes('somebody-else')) ?? '';
    expect(await kinds(step)).toEqual(['fragment']);
    expect(await kinds('book: "Moby Dick", reader: somebody-else')).toEqual([]);
  });

  it('is not known by what any scenario and any program has', async () => {
    expect(
      await kinds(`name: A reader can log in
steps:
  - http: { request: POST /sessions, json: { email: a@example.org, password: x } }
    expect: { status: 201, body: { token: $string } }
    # yaml-language-server: $schema=./scenario.schema.json
test('a book can be lent', async () => { expect((await post('/loans', { book: 'Moby Dick' })).status).toBe(201) })`),
    ).toEqual([]);
  });

  it('is the same to whoever sees it in other chunks', async () => {
    const whole = Buffer.from(`x \\u00e4 \u001b[31m ${JSON.stringify(scenario)} y`);
    const expected = await lookAt([whole], marks);
    expect(expected.map(({ kind }) => kind)).toEqual(['canary', 'fragment']);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 20 }), async (cuts) => {
        const at = [0, ...cuts.toSorted((a, b) => a - b), whole.length];
        const chunks = at.slice(1).map((end, i) => whole.subarray(at[i], end));
        expect(await lookAt(chunks, marks)).toEqual(expected);
      }),
      { numRuns: tries(200) },
    );
  });
});

it('words that are known from elsewhere are no sign, but canaries are', async () => {
  const known = await wordsIn([Buffer.from(bare)], marks);
  const left = without(marks, known);
  expect(await seenIn(bare, left)).toEqual([]);
  expect((await seenIn(scenario, left)).map(({ kind }) => kind)).toEqual(['canary']);
  expect(await kinds(bare)).toEqual(['fragment']);
});
