import { expect, it } from 'vitest';
import { problem } from '../../../harness/model/problem.ts';
import { formatProblem, formatProblems } from '../../../harness/vault/frame.ts';

const plain = { colour: false };
const warning = problem('w', 'take care', { severity: 'warning' });

it('prints a Problem without a place by its message, notes and fix', () => {
  const missing = problem('missing', 'bwrap is missing', {
    notes: ['needed to confine'],
    fix: 'apt-get install bubblewrap',
  });
  expect(formatProblem(missing, plain)).toBe(
    ['error: bwrap is missing', '   = note: needed to confine', '   = apt-get install bubblewrap'].join('\n'),
  );
});

it('closes with how many there are', () => {
  const closing = (...problems: Parameters<typeof formatProblems>[0]) =>
    formatProblems(problems, plain).split('\n').at(-2);
  expect(closing(problem('a', 'x'))).toBe('1 error');
  expect(closing(problem('a', 'x'), problem('b', 'y'), warning)).toBe('2 errors, 1 warning');
  expect(closing(warning, warning)).toBe('2 warnings');
  expect(formatProblems([], plain)).toBe('');
});

it('colours errors red and warnings yellow', () => {
  expect(formatProblem(problem('a', 'x'), { colour: true })).toContain('\u001b[1;31merror:');
  expect(formatProblem(warning, { colour: true })).toContain('\u001b[1;33mwarning:');
});
