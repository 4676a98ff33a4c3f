import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openLanes } from '../../../harness/judge/lanes.ts';
import type { LaneTask } from '../../../harness/judge/task.ts';
import { lanePreload } from '../../../harness/wiring.ts';

const AMPLE_MS = 60_000;

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lanes-'));
  // What stands for a lane's module does as the command says.
  writeFileSync(
    join(dir, 'lane.mjs'),
    `import { deserialize } from 'node:v8';
    export default async function lane(bytes) {
      const { command } = deserialize(bytes);
      if (command === 'end') process.exit(1);
      if (command === 'hang') await new Promise((resolve) => setTimeout(resolve, ${AMPLE_MS}));
      if (command === 'throw') throw new Error('a bug of ours');
      return { is: 'looked', exit: { command } };
    }`,
  );
});
afterEach(() => rmSync(dir, { recursive: true }));

const look = (command: string): LaneTask => ({ is: 'look', command });
const open = (program = process.execPath) =>
  openLanes({
    ...{ count: 1, program, entry: join(dir, 'lane.mjs'), preload: lanePreload() },
    ...{ log: join(dir, 'lane.log'), env: {} },
  });

describe('lanes', () => {
  it('answer what they were told', async () => {
    await using lanes = await open();
    expect(await lanes.run(look('größer'), AMPLE_MS)).toEqual({ is: 'looked', exit: { command: 'größer' } });
  });

  it('are replaced when one dies, or answers too late', async () => {
    await using lanes = await open();
    expect(await lanes.run(look('end'), AMPLE_MS)).toBe('died');
    expect(await lanes.run(look('one'), AMPLE_MS)).toMatchObject({ exit: { command: 'one' } });
    expect(await lanes.run(look('hang'), 500)).toBe('died');
    expect(await lanes.run(look('two'), AMPLE_MS)).toMatchObject({ exit: { command: 'two' } });
  });

  it('say whose bug it is when their code throws', async () => {
    await using lanes = await open();
    await expect(lanes.run(look('throw'), AMPLE_MS)).rejects.toThrow('a bug of ours');
  });

  it('keep nobody waiting when none ever comes up', async () => {
    // Ends when it is first told something.
    const broken = join(dir, 'broken');
    writeFileSync(broken, '#!/bin/sh\nhead -c 1 <&"$NODE_CHANNEL_FD" >/dev/null\nexit 1\n', { mode: 0o755 });
    await using lanes = await open(broken);
    const both = [lanes.run(look('in hand'), AMPLE_MS), lanes.run(look('in the queue'), AMPLE_MS)];
    expect(await Promise.all(both)).toEqual(['died', 'none']);
    expect(await lanes.run(look('later'), AMPLE_MS)).toBe('none');
  });

  it("leave the process's own Node as it was, and none comes up after their end", async () => {
    const own = process.execPath;
    const lanes = await open();
    expect(await lanes.run(look('one'), AMPLE_MS)).toMatchObject({ exit: { command: 'one' } });
    await lanes[Symbol.asyncDispose]();
    expect(process.execPath).toBe(own);
    expect(await lanes.run(look('two'), AMPLE_MS)).toBe('none');
  });
});
