import { describe, expect, it } from 'vitest';
import { ByteReader } from '../../../harness/candidate/byte-reader.ts';

describe('a reader of bytes', () => {
  it('finds records and counted bytes however they were cut into chunks', async () => {
    const text = 'one\n5 hello\ntwo\n';
    for (let size = 1; size <= text.length; size++) {
      const reader = readerOf(text, size);
      expect(String(await reader.until(10, 100))).toBe('one');
      expect(String(await reader.until(32, 100))).toBe('5');
      expect(await joined(reader.next(5))).toBe('hello');
      expect(String(await reader.until(10, 1))).toBe('');
      expect(String(await reader.until(10, 100))).toBe('two');
      expect(await reader.until(10, 100)).toBe(undefined);
    }
  });

  it('gives the beginning of a record that is longer than its limit, and no more', async () => {
    for (const size of [1, 3, 100]) expect(String(await readerOf('x'.repeat(50), size).until(10, 7))).toBe('xxxxxxx');
  });

  it('gives what there is when the stream ends early', async () => {
    expect(await joined(readerOf('abc', 2).next(9))).toBe('abc');
    expect(await readerOf('abc', 2).until(10, 9)).toBe(undefined);
    expect(await joined(readerOf('abc', 2).next(0))).toBe('');
  });
});

function readerOf(text: string, size: number): ByteReader {
  return new ByteReader(
    (async function* () {
      for (let at = 0; at < text.length; at += size) yield Buffer.from(text.slice(at, at + size));
    })(),
  );
}

async function joined(chunks: AsyncIterable<Buffer>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk.toString();
  return text;
}
