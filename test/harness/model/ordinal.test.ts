import { expect, it } from 'vitest';
import { ordinal } from '../../../harness/model/ordinal.ts';

it.each([
  [0, 'first'],
  [1, '2nd'],
  [2, '3rd'],
  [3, '4th'],
  [10, '11th'],
  [20, '21st'],
  [-1, 'last'],
  [-2, '2nd from the end'],
])('%d is the %s', (nth, said) => expect(ordinal(nth)).toBe(said));
