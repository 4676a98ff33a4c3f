import { describe, expect, it } from 'vitest';
import { file } from '../../../adapters/file/index.ts';
import type { FileLook } from '../../../harness/model/adapter.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import { adapterContract, idle } from '../../contracts/adapter.ts';
import { emptyCell, openTrial, trialContext } from '../../rig/trial.ts';

const small = { ...defaultLimits, output: 1000 };
const look = (path: string): FileLook => ({ kind: 'file', path });

adapterContract('file', async () => {
  const opened = await openTrial();
  const { cell, workDir } = opened.trial;
  await cell.write(
    [
      { path: `${workDir}/a.txt`, text: 'hello' },
      { path: `${workDir}/big.txt`, text: 'x'.repeat(100_000) },
    ],
    10_000,
  );
  return {
    adapter: file,
    trial: opened.trial,
    answered: look('a.txt'),
    gone: { trial: opened.trial, action: look('gone.txt') },
    endless: { trial: trialContext({ cell: { ...emptyCell, read: () => new Promise(() => {}) } }), action: look('a') },
    flood: { trial: { ...opened.trial, limits: small }, action: look('big.txt'), bytes: small.output },
    closed: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
});

describe('file', () => {
  it('sees a file of the work dir, and one by its absolute path', async () => {
    await using opened = await openTrial();
    const { cell, workDir } = opened.trial;
    await cell.write(
      [
        { path: `${workDir}/out/notes.json`, text: '[1]' },
        { path: `${cell.appDir}/data.txt`, text: 'é' },
      ],
      10_000,
    );
    await using session = file.open(opened.trial);
    expect((await session.act(look('out/notes.json'), 'default', idle())).fields).toEqual({
      exists: { is: 'boolean', value: true },
      text: { is: 'text', text: '[1]' },
      size: { is: 'number', value: 3 },
    });
    const absolute = await session.act(look(`${cell.appDir}/data.txt`), 'default', idle());
    expect(absolute.fields['text']).toEqual({ is: 'text', text: 'é' });
  });

  it('knows that a file is not there', async () => {
    await using session = file.open(trialContext());
    expect((await session.act(look('a.txt'), 'default', idle())).fields).toEqual({
      exists: { is: 'boolean', value: false },
      text: { is: 'missing', why: 'no such file' },
      size: { is: 'missing', why: 'no such file' },
    });
  });

  it('does not say whether a file is there when nobody could look', async () => {
    const cell = { ...emptyCell, read: () => Promise.resolve({ is: 'unseen', why: 'the Cell has ended' } as const) };
    await using session = file.open(trialContext({ cell }));
    const { fields } = await session.act(look('a.txt'), 'default', idle());
    expect(fields['exists']).toEqual({ is: 'missing', why: 'the Cell has ended' });
  });

  it('sees that a folder exists, but no text in it', async () => {
    await using opened = await openTrial();
    await using session = file.open(opened.trial);
    const { fields } = await session.act(look('.'), 'default', idle());
    expect(fields['exists']).toEqual({ is: 'boolean', value: true });
    expect(fields['text']).toEqual({ is: 'missing', why: 'it is there, but not a regular file' });
  });

  it('knows size and existence of a file that is too large to be read', async () => {
    await using opened = await openTrial({ limits: small });
    const { cell, workDir } = opened.trial;
    await cell.write([{ path: `${workDir}/big`, text: 'x'.repeat(5000) }], 10_000);
    await using session = file.open(opened.trial);
    const { fields, limit } = await session.act(look('big'), 'default', idle());
    expect(fields['size']).toEqual({ is: 'number', value: 5000 });
    expect(fields['text']).toEqual({ is: 'missing', why: 'it has 4.9 KiB, more than limit "output" (1000 bytes)' });
    expect(limit).toBeUndefined();
  });
});
