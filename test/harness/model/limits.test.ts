import { expect, it } from 'vitest';
import { defaultLimits, limitText } from '../../../harness/model/limits.ts';

it.each([
  ['response', {}, 'limit "response": more than 8 MiB'],
  ['memory', {}, 'limit "memory": more than 1 GiB'],
  ['headers', { headers: 100 }, 'limit "headers": more than 100 bytes'],
  ['output', { output: 1536 }, 'limit "output": more than 1.5 KiB'],
  ['processes', {}, 'limit "processes": more than 256'],
  ['cpu', { cpu: 1500 }, 'limit "cpu": more than 1.5s'],
  ['step', { step: 250 }, 'limit "step": more than 250ms'],
  ['depth', {}, 'limit "depth": more than 200'],
  ['unheard-of', {}, 'limit "unheard-of"'],
])('tells the limit "%s" with its size, as people write it', (name, more, text) => {
  expect(limitText(name, { ...defaultLimits, ...more })).toBe(text);
});
