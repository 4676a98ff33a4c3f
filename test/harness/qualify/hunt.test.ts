import { describe, expect, it } from 'vitest';
import type { Answer } from '../../../harness/qualify/answer.ts';
import { hunt, type Standing } from '../../../harness/qualify/hunt.ts';
import type { Scenario } from '../../../harness/model/scenario.ts';

const named = (id: string): Scenario => ({ id }) as Scenario;

const standings = (known: { readonly [id: string]: Partial<Standing> }) =>
  new Map<string, Standing>(Object.entries(known).map(([id, own]) => [id, { asked: 0, kills: 0, ms: 100, ...own }]));

/** Hunts one mutant that only `kills` notice. @returns whom it asked. */
async function asked(known: ReadonlyMap<string, Standing>, kills: readonly string[]): Promise<readonly string[]> {
  const ask = ({ id }: Scenario): Promise<Answer> =>
    Promise.resolve({
      control: { kind: 'mutant', name: '1' },
      scenario: id,
      repeat: 0,
      is: kills.includes(id) ? 'fail' : 'pass',
      why: '',
      ms: 1,
    });
  const answers = await hunt({ scenarios: [...known.keys()].map(named), ask }, known);
  return answers.map(({ scenario }) => scenario);
}

describe('hunting a mutant', () => {
  it('asks whoever noticed most before anybody else, and stops at the first who notices', async () => {
    const known = standings({ dull: { asked: 8, kills: 0 }, keen: { asked: 8, kills: 6 }, other: {} });
    expect(await asked(known, ['keen'])).toEqual(['keen']);
    expect(await asked(known, ['other'])).toEqual(['keen', 'other']);
  });

  it('asks the quicker of two that noticed as much', async () => {
    expect(await asked(standings({ slow: { ms: 3000 }, quick: { ms: 30 } }), ['quick', 'slow'])).toEqual(['quick']);
  });

  it('asks all when nobody notices, each once, and learns from it', async () => {
    const known = standings({ a: {}, b: {} });
    expect(await asked(known, [])).toHaveLength(2);
    expect(known.get('a')).toEqual({ asked: 1, kills: 0, ms: 100 });
  });
});
