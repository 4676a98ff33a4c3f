import { join } from 'node:path';
import { cpuOf, holdout, timeOf } from './holdout.ts';
import { writeLargeVault } from './large-vault.ts';
import { inTurn } from './rounds.ts';
import type { Row } from './table.ts';

const SCENARIOS = 500;

/** `holdout check` on a vault far larger than most. */
export async function measureLint(dir: string): Promise<readonly Row[]> {
  const vault = join(dir, 'large-vault');
  await writeLargeVault(vault, SCENARIOS);
  const env = { XDG_CACHE_HOME: join(dir, 'cache') };
  const argv = holdout('check', vault);
  const { wall, cpu } = await inTurn(
    'check',
    { wall: () => Promise.resolve(timeOf(argv, env)), cpu: () => Promise.resolve(cpuOf(argv, env)) },
    { rounds: 7, uncounted: 1 },
  );
  const target = { is: 'within', most: 2000 } as const;
  return [
    { name: `holdout check, ${SCENARIOS} scenarios`, samples: wall, target },
    { name: `holdout check, ${SCENARIOS} scenarios, processor`, samples: cpu },
  ];
}
