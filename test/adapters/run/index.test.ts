import { describe, expect, it } from 'vitest';
import { run } from '../../../adapters/run/index.ts';
import type { RunCommand } from '../../../harness/model/adapter.ts';
import { defaultLimits } from '../../../harness/model/limits.ts';
import { adapterContract, idle } from '../../contracts/adapter.ts';
import { emptyCell, openTrial, trialContext } from '../../rig/trial.ts';

const small = { ...defaultLimits, output: 1000 };

function sh(script: string, more: Partial<RunCommand> = {}): RunCommand {
  return { kind: 'run', argv: ['sh', '-c', script], env: {}, timeout: 10_000, ...more };
}

adapterContract('run', async () => {
  const opened = await openTrial();
  return {
    adapter: run,
    trial: opened.trial,
    answered: sh('echo hello'),
    gone: { trial: opened.trial, action: sh('kill -9 $$') },
    endless: { trial: opened.trial, action: sh('sleep 60') },
    flood: {
      trial: { ...opened.trial, limits: small },
      action: sh('head -c 100000 /dev/zero | tr "\\0" x'),
      bytes: small.output,
    },
    closed: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
});

describe('run', () => {
  it('sees exit code, both outputs and time', async () => {
    await using opened = await openTrial();
    await using session = run.open(opened.trial);
    const { fields, note, limit } = await session.act(sh('echo out; echo err >&2; exit 3'), 'default', idle());
    expect(fields).toEqual({
      exit: { is: 'number', value: 3 },
      stdout: { is: 'text', text: 'out\n' },
      stderr: { is: 'text', text: 'err\n' },
      ms: { is: 'number', value: expect.any(Number) },
    });
    expect({ note, limit }).toEqual({ note: undefined, limit: undefined });
  });

  it('runs in the work dir, with the environment of the trial and of the step, and feeds stdin', async () => {
    await using opened = await openTrial({ env: { A: 'trial', B: 'trial' } });
    await using session = run.open(opened.trial);
    const action = sh('pwd; echo $A $B; cat', { env: { B: 'step' }, stdin: 'fed' });
    const { fields } = await session.act(action, 'default', idle());
    expect(fields['stdout']).toEqual({ is: 'text', text: `${opened.trial.workDir}\ntrial step\nfed` });
  });

  it('finds a program of the candidate by its name and runs it from a folder in the work dir', async () => {
    await using opened = await openTrial({ bin: { notes: 'sh cli.sh' } });
    const { cell, workDir } = opened.trial;
    await cell.write(
      [
        { path: `${cell.appDir}/cli.sh`, text: 'pwd; echo "$@"' },
        { path: `${workDir}/sub/x`, text: '' },
      ],
      10_000,
    );
    await using session = run.open(opened.trial);
    const action = { ...sh(''), argv: ['notes', 'add', 'a b'], cwd: 'sub' };
    const { fields } = await session.act(action, 'default', idle());
    expect(fields['stdout']).toEqual({ is: 'text', text: `${workDir}/sub\nadd a b\n` });
  });

  it('keeps what was printed when the program is killed at its timeout', async () => {
    await using opened = await openTrial();
    await using session = run.open(opened.trial);
    const observed = await session.act(sh('echo before; sleep 60', { timeout: 300 }), 'default', idle());
    expect(observed.note).toBe('killed after 300ms');
    expect(observed.fields['exit']).toEqual({ is: 'missing', why: 'killed after 300ms' });
    expect(observed.fields['stdout']).toEqual({ is: 'text', text: 'before\n' });
  });

  it('names the signal that ended a program', async () => {
    await using opened = await openTrial();
    await using session = run.open(opened.trial);
    const { fields } = await session.act(sh('kill -SEGV $$'), 'default', idle());
    expect(fields['exit']).toEqual({ is: 'missing', why: 'it was ended by SIGSEGV' });
  });

  it('sees nothing of a stream that was longer than is kept, and names the limit', async () => {
    await using opened = await openTrial({ limits: small });
    await using session = run.open(opened.trial);
    const why = 'stdout was longer than limit "output" (1000 bytes)';
    expect(await session.act(sh('head -c 5000 /dev/zero; echo END; echo err >&2'), 'default', idle())).toMatchObject({
      fields: { exit: { value: 0 }, stdout: { is: 'missing', why }, stderr: { is: 'text', text: 'err\n' } },
      note: why,
      limit: 'output',
    });
  });

  it('sees an exit code of 127 when there is no such program', async () => {
    await using opened = await openTrial();
    await using session = run.open(opened.trial);
    const { fields } = await session.act({ ...sh(''), argv: ['no-such-program'] }, 'default', idle());
    expect(fields['exit']).toEqual({ is: 'number', value: 127 });
  });

  it('sees nothing of a command whose folder is gone', async () => {
    await using opened = await openTrial();
    await using session = run.open(opened.trial);
    const observed = await session.act(sh('exit 1', { cwd: 'none' }), 'default', idle());
    expect(Object.values(observed.fields).map((seen) => seen.is)).toEqual(Array(4).fill('missing'));
    expect(observed.note).toContain('could not be started');
  });

  it('sees nothing of a command whose Cell has ended', async () => {
    const exit = { code: null, signal: null, lost: 'cell', stdout: 'x', stderr: '' } as const;
    const cell = { ...emptyCell, run: () => Promise.resolve({ ...exit, truncated: [], timedOut: false, ms: 1 }) };
    await using session = run.open(trialContext({ cell }));
    const { fields } = await session.act(sh(''), 'default', idle());
    expect(Object.values(fields).map((seen) => seen.is)).toEqual(Array(4).fill('missing'));
  });

  it('does not take a failure of the sandbox for anything the candidate did', async () => {
    const exit = { code: null, signal: null, lost: 'sandbox', stdout: '', stderr: 'no namespace left' } as const;
    const cell = { ...emptyCell, run: () => Promise.resolve({ ...exit, truncated: [], timedOut: false, ms: 1 }) };
    await using session = run.open(trialContext({ cell }));
    await expect(session.act(sh(''), 'default', idle())).rejects.toThrow('no namespace left');
  });

  it('shows what the program printed, which an exit code does not tell', async () => {
    await using opened = await openTrial();
    await using session = run.open(opened.trial);
    expect(await session.show?.('default')).toEqual({ notes: [], attachments: [] });
    await session.act(sh('echo out; echo "no such table" >&2; exit 3'), 'default', idle());
    expect(await session.show?.('default')).toMatchObject({ printed: 'out\nno such table\n' });
  });

  it('gives a line that a shell can repeat', async () => {
    await using opened = await openTrial();
    await using session = run.open(opened.trial);
    const action = sh('echo "$X"; cat', { env: { X: "it's" }, stdin: 'in' });
    const { replay } = await session.act(action, 'default', idle());
    expect(replay).toBe(`cd ${opened.trial.workDir} && printf %s in | X='it'\\''s' sh -c 'echo "$X"; cat'`);
    const again = await session.act(sh(replay ?? ''), 'default', idle());
    expect(again.fields['stdout']).toEqual({ is: 'text', text: "it's\nin" });
  });

  it('starts nothing that no command line can hold', async () => {
    await using session = run.open(trialContext({ cell: emptyCell }));
    expect((await session.act(sh('a\0b'), 'default', idle())).note).toBe('a command line cannot hold a zero byte');
    const long = await session.act(sh('x'.repeat(200_000)), 'default', idle());
    expect(long.note).toBe('a command line cannot hold 195.3 KiB');
  });
});
