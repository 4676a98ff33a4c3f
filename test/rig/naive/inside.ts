import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assess, type Judged, type Seen } from '../../../harness/attack/assess.ts';
import type { Attack } from '../../../harness/attack/attack.ts';
import { readCorpus } from '../../../harness/attack/corpus.ts';
import { layOutAttack, layOutBase } from '../../../harness/attack/lay-out.ts';
import { lookAround, treeOf } from '../../../harness/attack/machine.ts';
import { openSinks } from '../../../harness/attack/sinks.ts';
import { layOutVault } from '../../../harness/attack/vaults.ts';
import type { NaiveLosses } from './naive.ts';

/*
 * One attack on the naive judge. Runs as the first program of a sandbox that is thrown away, and prints what was lost as
 * JSON: `inside.ts <corpus> <id or none> <honest> <total> <milliseconds> [vault]`. Going over the small budget below is a loss of L.
 */

const budget = { memory: 768 * 1024 ** 2, processes: 120, disk: 0.9 };

const [corpusDir = '', id = '', honest = '0', total = '0', ms = '0', vault = 'http'] = process.argv.slice(2);
const dir = '/tmp/naive';
const corner = { dir, home: join(dir, 'home'), tmp: join(dir, 'tmp') };
const at = (name: string): string => join(dir, name);
for (const folder of [corner.home, join(corner.home, '.npm'), corner.tmp, at('work')])
  mkdirSync(folder, { recursive: true });

const secrets = {
  nonce: `n${randomBytes(12).toString('hex')}`,
  mark: `m${randomBytes(8).toString('hex')}`,
  vault: at('work/vault'),
};
// What npm leaves by itself is nobody's doing.
const quiet = { npm_config_logs_max: '0', npm_config_update_notifier: 'false' };
const env: NodeJS.ProcessEnv = {
  ...{ PATH: process.env['PATH'], HOME: corner.home, TMPDIR: corner.tmp, KEY: secrets.nonce, ...quiet },
  NODE_DISABLE_COMPILE_CACHE: '1',
};
const read = readCorpus(corpusDir, id === 'none' ? [] : [id]);
if (!read.ok) throw new Error(JSON.stringify(read.problems));
const where = { corpus: corpusDir, env };
await using sinks = await openSinks('naive');

const honestOne: Attack = {
  ...{ id, dir: '/nowhere', tries: '', base: 'broken', asserts: [], stoppedBy: '', naive: [] },
  ...{ vault, refused: false, twice: false, needs: [], git: [] },
};
const attack = id === 'none' ? honestOne : (read.value.attacks[0] ?? honestOne);
const canaries = layOutVault(join(corpusDir, 'vaults', attack.vault), secrets.vault, secrets.nonce);
process.stdout.write(JSON.stringify(await attackIt(attack)));
process.exit(0);

async function attackIt(one: Attack): Promise<NaiveLosses> {
  layOutAttack(one, at('work/repo'), { ...sinks.words, MARK: secrets.mark, CANARY: canaries[0] ?? '' }, where);
  layOutBase('good', at('work/next'), secrets.nonce, where);
  const repository = digestOf(at('work/repo'));
  const before = lookAround(corner, secrets.mark);
  const answers = [await judge(at('work/repo'))];
  if (one.twice) answers.push(await judge(at('work/repo')));
  const texts = Object.fromEntries(answers.flatMap(({ said, files }) => [['what it printed', said], ...files]));
  const next = await judge(at('work/next'));
  const now = lookAround(corner, secrets.mark);
  // What the judge itself works with is no left-over.
  const after = { ...now, bytes: before.bytes };
  const seen: Seen = {
    judged: answers.map(({ judged }) => judged),
    next: next.judged,
    texts: { ...texts, ...leftOvers(now.temporary) },
    sinks: sinks.taken(),
    before,
    after,
    repository: { before: repository, after: digestOf(at('work/repo')) },
  };
  const losses = assess(one, seen, { ...secrets, canaries }, { broken: Number(honest), total: Number(total) });
  const slowest = Math.max(...[...answers, next].map(({ judged }) => judged.ms));
  return {
    pass: answers[0]?.judged.pass ?? 0,
    ms: Math.round(slowest),
    losses,
    said: `${answers[0]?.said.slice(0, 3000)}\n---\n${next.said.slice(0, 1000)}`,
  };
}

async function judge(
  repo: string,
): Promise<{ judged: Judged; said: string; files: readonly (readonly [string, string])[] }> {
  const out = at('report');
  const began = performance.now();
  const program = fileURLToPath(new URL('judge.ts', import.meta.url));
  const child = spawn(process.execPath, [program, repo, secrets.vault, at('work'), out], {
    cwd: at('work'),
    env,
    detached: true,
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      if (said.length < 200_000) said += chunk.toString();
    });
  const { code, late } = await ended(child);
  const [, pass, of] = /^(\d+) of (\d+) pass$/m.exec(said) ?? [];
  const files = readable(out);
  rmSync(out, { recursive: true, force: true });
  return {
    judged: {
      code,
      ms: performance.now() - began,
      late,
      crashed: !late && pass === undefined,
      pass: pass === undefined ? undefined : Number(pass),
      total: of === undefined ? undefined : Number(of),
      allowed: code === 0,
    },
    said,
    files,
  };
}

/** Waits for the judge, as long as it and what it has started keep to the budget. */
function ended(child: ChildProcess): Promise<{ readonly code: number | undefined; readonly late: boolean }> {
  const until = performance.now() + Number(ms);
  let late = false;
  return new Promise((resolve) => {
    const watch = setInterval(() => {
      if (performance.now() < until && !isOverBudget()) return;
      late = true;
      for (const pid of others()) kill(pid);
      clearInterval(watch);
    }, 100);
    const done = (code: number | null): void => {
      clearInterval(watch);
      child.stdout?.destroy();
      child.stderr?.destroy();
      resolve({ code: code ?? undefined, late });
    };
    child.once('error', () => done(null));
    child.once('exit', (code) => setTimeout(() => done(code), 50));
  });
}

function isOverBudget(): boolean {
  const pids = others();
  const memory = pids.reduce((sum, pid) => sum + memoryOf(pid), 0);
  return pids.length > budget.processes || memory > budget.memory || isFull('/tmp') || isFull('/dev/shm');
}

/** Bytes. Without those of files: a browser's many processes have the same ones. */
function memoryOf(pid: number): number {
  const lines = text(`/proc/${pid}/status`).matchAll(/^Rss(?:Anon|Shmem):\s+(\d+) kB$/gm);
  return [...lines].reduce((sum, [, size]) => sum + Number(size) * 1024, 0);
}

function isFull(folder: string): boolean {
  const { blocks, bfree, files, ffree } = statfsSync(folder);
  return bfree < blocks * (1 - budget.disk) || (files > 0 && ffree < files * (1 - budget.disk));
}

/** Everything else in this sandbox but its first program. */
function others(): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && pid !== 1 && pid !== process.ppid);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}

function readable(folder: string): readonly (readonly [string, string])[] {
  return treeOf(folder)
    .map((line) => line.slice(0, line.lastIndexOf(' ')))
    .map((path) => [`the report's ${path}`, text(join(folder, path))] as const);
}

function leftOvers(paths: readonly string[]): { readonly [from: string]: string } {
  return Object.fromEntries(
    paths.filter((path) => path.startsWith('/')).map((path) => [`the left-over ${path}`, text(path)]),
  );
}

function digestOf(folder: string): string {
  return treeOf(folder).join('\n');
}

function text(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
