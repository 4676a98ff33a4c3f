import { describe, expect, it } from 'vitest';
import { bytes, milliseconds } from '../../../harness/vault/units.ts';

describe('durations and sizes', () => {
  it.each([
    ['500ms', 500],
    ['10s', 10_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
  ])('%s is %d milliseconds', (text, ms) => expect(milliseconds(text)).toBe(ms));

  it.each([
    ['100B', 100],
    ['64KB', 64_000],
    ['64KiB', 65_536],
    ['1.5MiB', 1_572_864],
    ['1GiB', 1_073_741_824],
  ])('%s is %d bytes', (text, size) => expect(bytes(text)).toBe(size));

  it.each(['', '10', '10 s', '-1s', '1d', '1e3s', '10S', '10s '])('%j is no duration', (text) => {
    expect(milliseconds(text)).toBeUndefined();
  });

  it.each(['', '10', '10 MB', '1GB!', '1TB', 'KB'])('%j is no size', (text) => expect(bytes(text)).toBeUndefined());
});
