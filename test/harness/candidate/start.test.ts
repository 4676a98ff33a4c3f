import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startCandidate, type StartResult } from '../../../harness/candidate/start.ts';
import type { Cell } from '../../../harness/model/cell.ts';
import type { Ready, Recipe } from '../../../harness/model/vault.ts';
import { emptyCell, openTrial } from '../../rig/trial.ts';

const recipe: Recipe = {
  toolchain: [],
  registries: [],
  env: {},
  install: [],
  build: [],
  port: 'drawn',
  ready: { by: 'port', within: 5000 },
  bin: {},
  fresh: 'scenario',
  db: {},
  services: [],
};

/** A server that says what `handler` does with `request` and `response`. */
function start(cell: Cell, ready: Ready, handler: string, host = '127.0.0.1'): Promise<StartResult> {
  const code = `require("http").createServer((request, response) => { ${handler} }).listen(process.env.PORT, "${host}")`;
  const command = `exec '${process.execPath}' -e '${code}'`;
  return startCandidate(cell, { ...recipe, start: command, ready }, { signal: new AbortController().signal });
}

/** A Cell in which nothing that is started can run. */
function failing(lost: 'cell' | 'sandbox'): Cell {
  const exit = { code: null, signal: null, lost, stdout: '', stderr: 'broken', truncated: [], timedOut: false, ms: 0 };
  const process = { output: () => '', onOutput: () => {}, stop: () => Promise.resolve() };
  return { ...emptyCell, start: () => ({ ...process, exited: Promise.resolve(exit) }) };
}

describe('a candidate that is started', () => {
  it('is ready when its first answer came, however much of the time it took', async () => {
    await using opened = await openTrial();
    const slow = 'setTimeout(() => response.end(), 1300)';
    const result = await start(opened.trial.cell, { by: 'http', path: '/health', within: 4000 }, slow);
    expect(result).toMatchObject({ ok: true });
  });

  it('is not ready while it answers with an error', async () => {
    await using opened = await openTrial();
    const ready = { by: 'http', path: '/health', within: 600 } as const;
    const result = await start(opened.trial.cell, ready, 'response.statusCode = 503; response.end()');
    expect(result).toMatchObject({ ok: false, blame: 'candidate', detail: expect.stringContaining('GET /health') });
  });

  it('is ready or late, though its port neither takes a connection nor refuses it, or turns to another protocol', async () => {
    await using opened = await openTrial();
    const upgrade = 'request.socket.write("HTTP/1.1 101 On\\r\\nConnection: upgrade\\r\\nUpgrade: x\\r\\n\\r\\n")';
    const turned = { by: 'http', path: '/', within: 1000 } as const;
    expect(await start(opened.trial.cell, turned, upgrade)).toMatchObject({ ok: false, blame: 'candidate' });
    const never = new Promise<never>(() => {});
    const full: Cell = { ...opened.trial.cell, connect: () => never };
    const port = { by: 'port', within: 1000 } as const;
    expect(await start(full, port, '')).toMatchObject({ ok: false, blame: 'candidate' });
  });

  it.runIf(networkInterfaces()['lo']?.some(({ address }) => address === '::1'))(
    'is found where it listens, be it on ::1 alone',
    async () => {
      await using opened = await openTrial();
      const ready = { by: 'http', path: '/', within: 5000 } as const;
      const result = await start(opened.trial.cell, ready, 'response.end("here")', '::1');
      if (!result.ok) throw new Error(result.detail);
      expect(result.started.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
      expect(await (await fetch(result.started.url ?? '')).text()).toBe('here');
    },
  );

  it('did not become ready when its Cell ended, and it is our error when the sandbox failed', async () => {
    expect(await start(failing('cell'), recipe.ready, '')).toMatchObject({
      blame: 'candidate',
      detail: 'it ended with its Cell before it was ready',
    });
    expect(await start(failing('sandbox'), recipe.ready, '')).toMatchObject({ blame: 'sandbox', detail: 'broken' });
  });
});
