import { describe, expect, it } from 'vitest';
import { isEmail, isUuid } from '../../../harness/judge/matchers/formats.ts';
import { randomStream } from '../../../harness/judge/random.ts';

const many = <T>(draw: () => T): T[] => Array.from({ length: 500 }, draw);

const drawn = (seed: string) => {
  const random = randomStream(seed);
  return [random.word(), random.email(), random.int(1, 1_000_000), random.string(16), random.uuid()];
};

describe('randomStream', () => {
  it('gives the same values for the same seed, and others for another', () => {
    expect(drawn('a')).toEqual(drawn('a'));
    expect(drawn('a')).not.toEqual(drawn('b'));
  });

  it('never changes what a seed gives, since stored Runs are replayed by seed', () => {
    const random = randomStream('golden');
    expect([random.word(), random.email(), random.int(2, 9), random.string(8), random.uuid()]).toMatchInlineSnapshot(`
      [
        "haritres",
        "yusuflanuvet18@pigreplol.com",
        9,
        "gPUP990z",
        "6bc9efc7-11d0-4251-9a5a-dafc166ada24",
      ]
    `);
  });

  it('draws whole numbers evenly, both ends included', () => {
    const random = randomStream('dice');
    const counts = new Map<number, number>();
    for (let i = 0; i < 6000; i++) {
      const eyes = random.int(1, 6);
      counts.set(eyes, (counts.get(eyes) ?? 0) + 1);
    }
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
    expect(random.int(5, 5)).toBe(5);
    expect(many(() => random.int(-9e15, 9e15)).every(Number.isSafeInteger)).toBe(true);
  });

  it('makes text that ordinary password rules take', () => {
    const random = randomStream('passwords');
    for (const text of many(() => random.string(8))) {
      expect(text).toMatch(/^[A-Za-z][A-Za-z0-9]{7}$/);
      expect(text).toMatch(/[a-z]/);
      expect(text).toMatch(/[A-Z]/);
      expect(text).toMatch(/[0-9]/);
    }
    expect(random.string(1)).toMatch(/^[A-Za-z]$/);
  });

  it('makes words, addresses and ids that are what they are called, and hardly ever the same twice', () => {
    const random = randomStream('names');
    expect(many(random.word).every((word) => /^[a-z]{5,14}$/.test(word))).toBe(true);
    expect(many(random.email).every(isEmail)).toBe(true);
    expect(many(random.uuid).every(isUuid)).toBe(true);
    expect(new Set(many(random.word)).size).toBeGreaterThan(495);
    expect(new Set(many(random.email)).size).toBe(500);
  });

  it('picks every choice', () => {
    const random = randomStream('pick');
    expect(new Set(many(() => random.pick(['a', 'b', 'c'])))).toEqual(new Set(['a', 'b', 'c']));
  });
});
