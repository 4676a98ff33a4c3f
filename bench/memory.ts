import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { holdout } from './holdout.ts';
import { writeHttpVault } from './http/vault.ts';
import { type Peak, peakOf } from './peak.ts';
import { makeRepo } from './repo.ts';
import type { Row } from './table.ts';

const ROUNDS = 3;

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
    for (let round = 0; round < ROUNDS; round++)
      peaks.push(await peakOf(holdout(...args), { XDG_CACHE_HOME: join(dir, 'cache') }));
    const name = `memory for ${count.toLocaleString('en')} scenarios`;
    const target = { is: 'within', most: 150 } as const;
    rows.push(
      { name: `${name}, main process`, unit: 'MiB', samples: peaks.map(({ main }) => main), target },
      { name: `${name}, all processes`, unit: 'MiB', samples: peaks.map(({ all }) => all) },
    );
  }
  return rows;
}
