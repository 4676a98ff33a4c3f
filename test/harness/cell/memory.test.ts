import { expect, it } from 'vitest';
import { ranShort } from '../../../harness/cell/memory.ts';

const GiB = 1024 ** 3;
const machine = (available: number): { readonly total: number; readonly available: number } => ({
  total: 16 * GiB,
  available: available * GiB,
});

it.each([
  ['it took the machine’s last memory', machine(8), machine(0.1), true],
  ['there is enough left', machine(8), machine(4), false],
  ['there was next to nothing before', machine(0.4), machine(0.1), false],
  ['it took no more than it may', machine(1), machine(0.1), false],
])('calls a machine short of memory by this Cell or not: %s', (_why, before, now, short) => {
  expect(ranShort(before, now, GiB)).toBe(short);
});
