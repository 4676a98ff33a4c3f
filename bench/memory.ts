import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { descendants } from '../harness/cell/process.ts';
import { holdout } from './holdout.ts';
import { writeHttpVault } from './http/vault.ts';
import { makeRepo } from './repo.ts';
import type { Row } from './table.ts';

const ROUNDS = 3;
const MiB = 1024;

/** What the judge's main process, and it with all that it starts, hold at most while small and large vaults are judged. */
export async function measureMemory(dir: string): Promise<readonly Row[]> {
  const app = join(dir, 'app');
  await cp(join(import.meta.dirname, 'http/app'), app, { recursive: true });
  const repo = await makeRepo(app, join(dir, 'notes'));
  const rows: Row[] = [];
  for (const count of [30, 3000]) {
    const vault = join(dir, `vault-${count}`);
    await writeHttpVault(vault, count);
    const args = ['run', repo, '--ref', 'main', '--again', '--vault', vault, '--store', join(dir, `history-${count}`)];
    const peaks: Peak[] = [];
    for (let round = 0; round < ROUNDS; round++) peaks.push(await peakOf(holdout(...args), join(dir, 'cache')));
    const name = `memory for ${count.toLocaleString('en')} scenarios`;
    const target = { is: 'within', most: 150 } as const;
    rows.push(
      { name: `${name}, main process`, unit: 'MiB', samples: peaks.map(({ main }) => main / MiB), target },
      { name: `${name}, all processes`, unit: 'MiB', samples: peaks.map(({ all }) => all / MiB) },
    );
  }
  return rows;
}

/** Kibibytes. */
interface Peak {
  readonly main: number;
  readonly all: number;
}

async function peakOf([program = '', ...args]: readonly string[], cache: string): Promise<Peak> {
  const child = spawn(program, args, { env: { ...process.env, XDG_CACHE_HOME: cache }, stdio: 'ignore' });
  const pid = child.pid ?? 0;
  let peak: Peak = { main: 0, all: 0 };
  const look = setInterval(() => {
    // The kernel keeps the highest of one process; of all together nobody does. Pages that they share count once.
    const all = [pid, ...descendants(pid)].reduce((sum, one) => sum + sizeOf(one, 'smaps_rollup', 'Pss'), 0);
    peak = { main: Math.max(peak.main, sizeOf(pid, 'status', 'VmHWM')), all: Math.max(peak.all, all) };
  }, 50);
  const [code] = (await once(child, 'exit')) as [number | null];
  clearInterval(look);
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${code}`);
  return peak;
}

function sizeOf(pid: number, file: string, name: string): number {
  try {
    return Number(
      new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'latin1'))?.[1] ?? 0,
    );
  } catch {
    // It has ended.
    return 0;
  }
}
