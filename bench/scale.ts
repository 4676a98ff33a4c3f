import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holdout, timeOf } from './holdout.ts';
import { peakOf } from './peak.ts';
import { commitMore, makeRepo } from './repo.ts';
import { inTurn, type Measure } from './rounds.ts';
import type { Row } from './table.ts';

/** How much more ten times and a hundred times as many cost: lanes of a run, and candidates of a command. */
export async function measureScale(dir: string): Promise<readonly Row[]> {
  const repo = await makeRepo(join(import.meta.dirname, 'scale/app'), join(dir, 'server'));
  return [...(await measureLanes(dir, repo)), ...(await measureCandidates(dir, repo))];
}

/** A Trial for each lane, of a candidate that takes two seconds and hardly any processor time to start. */
async function measureLanes(dir: string, repo: string): Promise<readonly Row[]> {
  const judge = async (lanes: number) => {
    const vault = join(dir, `vault-${lanes}`);
    await writeVault(vault, { scenarios: lanes, wait: 2000 });
    const args = ['run', repo, '--ref', 'main', '--again', '--vault', vault, '--store', join(dir, 'lanes-history')];
    return holdout(...args, '--lanes', String(lanes));
  };
  const env = { XDG_CACHE_HOME: join(dir, 'cache') };
  const [one, ten, hundred] = [await judge(1), await judge(10), await judge(100)];
  const timed =
    (argv: readonly string[]): Measure =>
    () =>
      Promise.resolve(timeOf(argv, env));
  const times = await inTurn(
    'lanes',
    { one: timed(one), ten: timed(ten), hundred: timed(hundred) },
    { rounds: 3, uncounted: 1 },
  );
  const memory = { one: await peakOf(one, env), hundred: await peakOf(hundred, env) };
  const against = { name: '1 lane, one such trial', samples: times.one };
  return [
    { name: name(10), samples: times.ten, against },
    { name: name(100), samples: times.hundred, against },
    {
      ...{ name: 'memory of 100 lanes, all processes', unit: 'MiB', samples: [memory.hundred.all] },
      against: { name: 'of 1 lane', samples: [memory.one.all] },
    },
  ];
}

const name = (lanes: number): string => `${lanes} lanes, a trial of 2 s on each`;

/** Trees that nobody has judged, three scenarios each. */
async function measureCandidates(dir: string, repo: string): Promise<readonly Row[]> {
  const vault = join(dir, 'vault');
  await writeVault(vault, { scenarios: 3, wait: 0 });
  const refs: string[] = [];
  for (let index = 0; index < 100; index++) refs.push(await commitMore(repo, `version-${index}`));
  const judge =
    (count: number): Measure =>
    async () => {
      const own = join(dir, `candidates-${count}`);
      await mkdir(own);
      const named = refs.slice(0, count).flatMap((ref) => ['--ref', ref]);
      const argv = holdout('run', repo, ...named, '--vault', vault, '--store', join(own, 'history'));
      const ms = timeOf(argv, { XDG_CACHE_HOME: join(own, 'cache') });
      await rm(own, { recursive: true });
      return ms;
    };
  const { one, ten, hundred } = await inTurn(
    'candidates',
    { one: judge(1), ten: judge(10), hundred: judge(100) },
    { rounds: 3, uncounted: 0 },
  );
  const against = { name: '1 candidate', samples: one };
  return [
    { name: '10 candidates, three scenarios each', samples: ten, against },
    { name: '100 candidates, three scenarios each', samples: hundred, against },
  ];
}

async function writeVault(
  dir: string,
  { scenarios, wait }: { readonly scenarios: number; readonly wait: number },
): Promise<void> {
  await mkdir(dir, { mode: 0o700 });
  const start = `toolchain: [node], start: node server.js, port: "\${port}", env: { WAIT: "${wait}" }`;
  await writeFile(join(dir, 'vault.yaml'), `name: Server\ncandidate: { ${start} }\n`);
  const step = 'steps:\n  - http: GET /\n    expect: { status: 200 }\n';
  for (let index = 0; index < scenarios; index++)
    await writeFile(join(dir, `answer-${index}.yaml`), `name: Answer ${index}\n${step}`);
}
