import { describe, expect, it } from 'vitest';
import { traceOf } from '../../../harness/vault/trace.ts';
import { load, settings } from './rig.ts';

const covered = 'name: A\nclauses: [1.1]\nsteps:\n  - http: GET /a\n    expect: { status: 204 }\n';
const uncovered = `name: B
before:
  - http: GET /b
    expect: { status: 200, text: b }
steps:
  - name: the page
    browser: [{ goto: / }, { see: { text: b } }, { notSee: { text: a } }]
  - http: GET /c
after:
  - http: GET /d
    expect: { status: 200 }
`;

const traced = (specification: string) => {
  const { vault } = load({
    'vault.yaml': `${settings}${specification}`,
    'spec.md': '1.1 a\n1.2 b\n',
    'a.yaml': covered,
    'b.yaml': uncovered,
  });
  if (vault === undefined) throw new Error('no vault');
  return traceOf(vault);
};

describe('a trace', () => {
  it('names the clauses that no scenario names, and what scenarios without a clause expect', () => {
    const { clausesWithout, assertionsWithout } = traced('specification: spec.md\n');
    expect(clausesWithout).toMatchObject([{ id: '1.2', text: 'b', at: { file: 'spec.md', line: 2 } }]);
    expect(assertionsWithout.map(({ scenario, step, at }) => [scenario, step, at.line, at.column])).toEqual([
      ['b', 'GET /b', 4, 15],
      ['b', 'GET /b', 4, 28],
      ['b', 'the page', 7, 30],
      ['b', 'the page', 7, 52],
    ]);
  });

  it('has nothing to say without a specification', () => {
    expect(traced('')).toEqual({ clausesWithout: [], assertionsWithout: [] });
  });

  it('asks nothing of a clause that is no more than the title of others', () => {
    const at = { file: 'spec.md', line: 1, column: 1, length: 1 };
    const clauses = ['3', '3.1', '31'].map((id) => ({ id, text: '', at }));
    expect(traceOf({ specification: { file: 'spec.md', clauses }, scenarios: [] }).clausesWithout).toMatchObject([
      { id: '3.1' },
      { id: '31' },
    ]);
  });
});
