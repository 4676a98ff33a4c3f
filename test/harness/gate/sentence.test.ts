import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compare } from '../../../harness/gate/compare.ts';
import { comparisonSentence } from '../../../harness/gate/sentence.ts';
import type { FailureLabel } from '../../../harness/model/flake.ts';
import type { VerdictWord } from '../../../harness/model/run.ts';
import { runOf, scenario, verdict } from '../../rig/runs.ts';

/** How many scenarios go which way; `sure` of those that broke fail every time. */
interface Scene {
  readonly fixed?: number;
  readonly broke?: number;
  readonly bothPass?: number;
  readonly neitherPasses?: number;
  readonly unjudged?: number;
  readonly changed?: number;
  readonly sure?: number;
  readonly label?: FailureLabel;
}

const ways: { readonly [way in keyof Scene]?: readonly [before: VerdictWord, after: VerdictWord] } = {
  fixed: ['fail', 'pass'],
  broke: ['pass', 'fail'],
  bothPass: ['pass', 'pass'],
  neitherPasses: ['fail', 'flaky'],
  unjudged: ['error', 'pass'],
  changed: ['pass', 'pass'],
};

function sentenceOf(scene: Scene): string {
  const rows = Object.entries(ways).flatMap(([way, [before, after]]) =>
    Array.from({ length: Number(scene[way as keyof Scene] ?? 0) }, (_, index) => ({
      id: `${way}-${index + 1}`,
      before,
      after,
      says: way === 'changed' ? 'something else' : 'the same',
    })),
  );
  const first = runOf(rows.map(({ id, before }) => verdict(scenario(id), before)));
  const second = runOf(
    rows.map(({ id, after, says }) => verdict(scenario(id, says === 'the same' ? {} : { digest: says }), after)),
  );
  const sure = new Set(Array.from({ length: scene.sure ?? 0 }, (_, index) => `broke-${index + 1}`));
  return comparisonSentence(compare(first, second), (id) => (sure.has(id) ? (scene.label ?? 'always') : undefined));
}

const scenes: { readonly [title: string]: Scene } = {
  'nothing at all': {},
  'all changed': { changed: 4 },
  'one pair, unjudged': { unjudged: 1 },
  'all pairs unjudged': { unjudged: 3 },

  'no flips': { bothPass: 14, neitherPasses: 3 },
  'no flips, all pass': { bothPass: 17 },
  'no flips, none passes': { neitherPasses: 17 },
  'no flips, some unjudged': { bothPass: 14, neitherPasses: 1, unjudged: 2 },
  'no flips in one scenario': { bothPass: 1 },

  'flips both ways, a few': { fixed: 3, broke: 1, bothPass: 13 },
  'flips both ways, a few, one for sure': { fixed: 3, broke: 1, bothPass: 13, sure: 1 },
  'flips both ways, a few, one a regression': { fixed: 3, broke: 1, bothPass: 13, sure: 1, label: 'regression' },
  'flips both ways, a few, one that passes too': { fixed: 3, broke: 1, bothPass: 13, sure: 1, label: 'unstable' },
  'flips both ways, a few, some unjudged': { fixed: 3, broke: 1, bothPass: 12, unjudged: 1, sure: 1 },
  'only fixed, a few': { fixed: 4, bothPass: 13 },
  'only broke, a few': { broke: 4, bothPass: 13 },
  'only broke, two for sure': { broke: 4, bothPass: 13, sure: 2 },
  'only broke, three for sure': { broke: 4, bothPass: 13, sure: 3 },
  'only broke, four for sure': { broke: 4, bothPass: 13, sure: 4 },

  'too few to tell': { fixed: 1, broke: 1, bothPass: 1 },
  'too few to tell, one for sure': { broke: 1, bothPass: 2, sure: 1 },
  'one scenario': { broke: 1 },
  'one scenario, for sure': { broke: 1, sure: 1, unjudged: 5 },

  'many both ways, more broke': { fixed: 4, broke: 6, bothPass: 90 },
  'many both ways, more fixed': { fixed: 8, broke: 4, bothPass: 90 },
  'many both ways, as many': { fixed: 6, broke: 6, bothPass: 90, sure: 1 },
  'many both ways, for sure': { fixed: 6, broke: 4, bothPass: 90, sure: 1 },

  'more than chance, only fixed': { fixed: 5, bothPass: 12 },
  'more than chance, only broke': { broke: 5, bothPass: 12 },
  'more than chance, for sure too': { broke: 7, fixed: 1, bothPass: 12, sure: 7 },
  'more than chance, better, but one for sure': { broke: 1, fixed: 7, bothPass: 12, sure: 1, unjudged: 2 },
  'much more than chance': { broke: 40, bothPass: 60 },
};

describe('the sentence of a comparison', () => {
  it('reads as its golden file, in all that can come', () => {
    const text = Object.entries(scenes)
      .map(([title, scene]) => `${title}:\n  ${sentenceOf(scene)}\n`)
      .join('');
    const folder = new URL('golden/', import.meta.url);
    const file = new URL('sentences.txt', folder);
    if (process.env['UPDATE'] === '1') {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('is one line without a full stop', () => {
    for (const scene of Object.values(scenes)) expect(sentenceOf(scene)).toMatch(/^[^.\n]*$/);
  });

  it('names at most three, and counts the others', () => {
    expect(sentenceOf({ broke: 7, sure: 7 })).toContain('`broke-1`, `broke-2`, `broke-3` and 4 more fail every time');
  });

  it('never says that chance is out while the flips are fewer than it takes, or the other way round', () => {
    for (let broke = 0; broke <= 20; broke += 1) {
      for (let fixed = 0; fixed <= 20; fixed += 1) {
        const said = sentenceOf({ broke, fixed, bothPass: 5 });
        const [, needed] = /anything under (\d+)/.exec(said) ?? [];
        if (needed !== undefined) expect(Math.max(broke, fixed)).toBeLessThan(Number(needed));
        const [, times] = /once in (\d+) times/.exec(said) ?? [];
        if (times !== undefined) expect(Number(times)).toBeGreaterThanOrEqual(20);
      }
    }
  });
});
