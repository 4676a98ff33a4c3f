import { describe, expect, it } from 'vitest';
import { twins, wishes } from '../../../harness/qualify/tell-apart.ts';

/** `'x': '+-?'`: x fails on the first fault, passes on the second, and was not asked of the third. */
const matrix = (rows: { readonly [scenario: string]: string }) =>
  new Map(
    Object.entries(rows).map(([scenario, row]) => [
      scenario,
      new Map(Array.from(row).flatMap((mark, index) => (mark === '?' ? [] : [[`f${index}`, mark === '+'] as const]))),
    ]),
  );

describe('what is worth asking', () => {
  it('is what another scenario failed on, of one that was seen to fail on nothing', () => {
    expect(wishes(matrix({ a: '+?', b: '??' }))).toEqual([{ scenario: 'b', fault: 'f0' }]);
  });

  it('is what only one of two was asked of, while nothing tells them apart', () => {
    expect(wishes(matrix({ a: '++?', b: '+??' }))).toEqual([{ scenario: 'b', fault: 'f1' }]);
    expect(wishes(matrix({ a: '++?', b: '+-?' }))).toEqual([]);
  });

  it('is all that anybody failed on, of two that fail on the same so far', () => {
    expect(wishes(matrix({ a: '+?', b: '+?', c: '-+' }))).toEqual([
      { scenario: 'b', fault: 'f1' },
      { scenario: 'a', fault: 'f1' },
    ]);
  });

  it('is nothing when all that anybody failed on was asked of all', () => {
    expect(wishes(matrix({ a: '++', b: '++', c: '--' }))).toEqual([]);
  });

  it('is a few things of each scenario, so that lanes have something to do', () => {
    const asked = wishes(matrix({ a: '++++++', b: '??????', c: '??????' }));
    expect(asked.map(({ scenario, fault }) => `${scenario} ${fault}`)).toEqual([
      ...['b f0', 'b f1', 'b f2', 'b f3'],
      ...['c f0', 'c f1', 'c f2', 'c f3'],
    ]);
  });
});

/** Ten faults that somebody fails on, of which the others pass all but the first few. */
const many = (rows: { readonly [scenario: string]: string }) =>
  matrix({
    ...Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, row.padEnd(14, '-')])),
    all: '+'.repeat(14),
  });

describe('scenarios that fail on the same faults', () => {
  it('are told together, in the order of the vault, with what they fail on', () => {
    expect(twins(many({ a: '+++-', b: '++-+', c: '+++-' }))).toEqual([
      { scenarios: ['a', 'c'], faults: ['f0', 'f1', 'f2'] },
    ]);
  });

  it('are told only when they are enough faults to mean something', () => {
    expect(twins(many({ a: '++', b: '++' }))).toEqual([]);
    expect(twins(many({ a: '--', b: '--' }))).toEqual([]);
    expect(twins(matrix({ a: '+++-----', b: '+++-----', c: '++++++++' }))).toEqual([]);
  });

  it('are not told while one was not asked of what anybody fails on', () => {
    expect(twins(many({ a: '+++', b: '++?' }))).toEqual([]);
    expect(twins(many({ a: '+++?', b: '+++-' }))).toEqual([]);
  });
});
