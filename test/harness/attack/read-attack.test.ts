import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCorpus } from '../../../harness/attack/corpus.ts';
import { readAttack } from '../../../harness/attack/read-attack.ts';
import { attackCorpus } from '../../../harness/wiring.ts';

const whole = `id: R01
tries: It ends with 0.
base: broken
asserts: [V]
stoppedBy: an exit code proves nothing
naive: [V]
`;

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'holdout-test-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function read(text: string, folder = 'R01-exits-zero'): readonly string[] {
  mkdirSync(join(dir, folder));
  writeFileSync(join(dir, folder, 'attack.yaml'), text);
  const result = readAttack(join(dir, folder), ['http', 'page']);
  return result.ok ? [] : result.problems.map(({ message, fix = '' }) => `${message} ${fix}`.trim());
}

describe('attack.yaml', () => {
  it('is read, with what may be left out', () => {
    expect(read(whole)).toEqual([]);
    expect(readAttack(join(dir, 'R01-exits-zero'), ['http'])).toMatchObject({
      ok: true,
      value: { id: 'R01', base: 'broken', vault: 'http', twice: false, refused: false, needs: [], git: [] },
    });
  });

  it('is told by its folder when it holds another id', () => {
    expect(read(whole, 'R02-other')).toEqual(['R02-other holds R02, not R01']);
    expect(read(whole, 'exits')).toEqual(['exits is not named as <id>-<slug>']);
  });

  it.for([
    ['stopedBy: x', 'unknown key "stopedBy" did you mean "stoppedBy"?'],
    ['vault: htp', '"vault" is one of http, page'],
    ['needs: [internet]', '"needs" is one of root, browser, redis'],
    ['git: [{ rename: a }]', 'unknown key "rename"'],
  ])('complains of %s', ([line, message]) => {
    expect(read(`${whole}${line}\n`)).toContain(message);
  });

  it('complains of what is missing', () => {
    expect(read('id: R01\n')).toEqual([
      '"tries" must be a text of one line',
      '"base" is missing: of broken, good',
      '"asserts" is missing: of V, D, L, C',
      '"stoppedBy" must be a text of one line',
      '"naive" is missing: of V, D, L, C',
    ]);
  });
});

describe('the corpus', () => {
  it('reads without a problem, and every attack says what it is about', () => {
    const corpus = readCorpus(attackCorpus());
    expect(corpus).toMatchObject({ ok: true });
    const attacks = corpus.ok ? corpus.value.attacks : [];
    expect(attacks.length).toBeGreaterThanOrEqual(60);
    expect(attacks.filter(({ tries }) => !/^[A-Z].*\.$/.test(tries)).map(({ id }) => id)).toEqual([]);
  });

  it('says which attack there is none of', () => {
    expect(readCorpus(attackCorpus(), ['Z99'])).toMatchObject({
      ok: false,
      problems: [{ message: 'there is no attack Z99' }],
    });
  });
});
