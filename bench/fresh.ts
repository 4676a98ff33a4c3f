import { execFileSync } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../harness/model/gate.ts';
import { holdout, timeOf } from './holdout.ts';
import { makeRepo } from './repo.ts';
import { inTurn } from './rounds.ts';
import { bareServer } from './server.ts';
import type { Row } from './table.ts';

/**
 * Scenarios that each have an instance of their own of a small Express application, walls and all, against a loop that
 * spawns the application, waits for its port, asks, and kills it, as many at a time; at once, and when it takes two seconds to
 * start. The same without walls, to see what they cost.
 */
export async function measureFresh(dir: string): Promise<readonly Row[]> {
  const app = join(dir, 'app');
  await cp(join(import.meta.dirname, 'fresh/app'), app, { recursive: true });
  const repo = await makeRepo(app, join(dir, 'greeter'));
  execFileSync('npm', ['ci'], { cwd: app, stdio: 'ignore' });
  return [
    ...(await measureStarts(dir, { app, repo, count: 100, wait: 0 })),
    ...(await measureStarts(dir, { app, repo, count: 20, wait: 2000 })),
  ];
}

interface Starts {
  readonly app: string;
  readonly repo: string;
  /** Scenarios. */
  readonly count: number;
  /** Milliseconds that the application takes before it listens. */
  readonly wait: number;
}

async function measureStarts(dir: string, { app, repo, count, wait }: Starts): Promise<readonly Row[]> {
  const lanes = availableParallelism();
  const vault = join(dir, `vault-${wait}`);
  await writeVault(vault, count, wait);
  const judge =
    (exits: number, ...more: readonly string[]) =>
    (): Promise<number> => {
      const args = ['run', repo, '--ref', 'main', '--again', '--vault', vault, '--store', join(dir, `history-${wait}`)];
      return Promise.resolve(
        timeOf(holdout(...args, '--lanes', String(lanes), ...more), { XDG_CACHE_HOME: join(dir, 'cache') }, { exits }),
      );
    };
  const bare = async (): Promise<number> => {
    const started = performance.now();
    let left = count;
    const loop = async (): Promise<void> => {
      while (left-- > 0) await bareServer(app, { path: '/hello/you', env: { WAIT: String(wait) } });
    };
    await Promise.all(Array.from({ length: lanes }, loop));
    return performance.now() - started;
  };
  const title = `${count} fresh instances${wait === 0 ? '' : `, ${wait / 1000} s to start`}`;
  const { loop, confined, unconfined } = await inTurn(
    title,
    { loop: bare, confined: judge(exitCodes.allow), unconfined: judge(exitCodes.hold, '--cell', 'unconfined') },
    { rounds: 3, uncounted: 1 },
  );
  return [
    {
      name: title,
      samples: confined,
      against: { name: 'a bare loop', samples: loop },
      target: { is: 'times', factor: wait === 0 ? 1.25 : 1.1 },
    },
    {
      name: title,
      samples: confined,
      against: { name: 'the same, unconfined', samples: unconfined },
      target: { is: 'times', factor: 1.15 },
    },
  ];
}

async function writeVault(dir: string, count: number, wait: number): Promise<void> {
  await mkdir(dir, { mode: 0o700 });
  const candidate = `{ toolchain: [node, npm], install: npm ci, start: node server.js, port: "\${port}", env: { WAIT: "${wait}" } }`;
  await writeFile(join(dir, 'vault.yaml'), `name: Greeter\ncandidate: ${candidate}\n`);
  const scenario = 'steps:\n  - http: GET /hello/you\n    expect: { status: 200, body: { hello: you } }\n';
  for (let index = 0; index < count; index++)
    await writeFile(join(dir, `hello-${index}.yaml`), `name: Greeting ${index}\n${scenario}`);
}
