import { join } from 'node:path';
import { openStore } from '../harness/history/store.ts';
import { holdout, node, root, timeOf } from './holdout.ts';
import { inTurn } from './rounds.ts';
import type { Row } from './table.ts';

/** Short commands against Node that does nothing: what a person waits for at the prompt. Compile cache warm. */
export async function measureStartUp(dir: string): Promise<readonly Row[]> {
  const store = join(dir, 'history');
  fillHistory(store);
  const env = { XDG_CACHE_HOME: join(dir, 'cache') };
  const measure = (argv: readonly string[]) => (): Promise<number> => Promise.resolve(timeOf(argv, env));
  const { nothing, help, check, history } = await inTurn(
    'start-up',
    {
      nothing: measure([node, '-e', '0']),
      help: measure(holdout('--help')),
      check: measure(holdout('check', join(root, 'scenarios-vault/auth'))),
      history: measure(holdout('history', '--store', store)),
    },
    { rounds: 30, uncounted: 3 },
  );
  const against = { name: 'node -e 0', samples: nothing };
  return [
    { name: 'holdout --help', samples: help, against, target: { is: 'times', factor: 2 } },
    { name: 'holdout history', samples: history, against },
    { name: 'holdout check, 17 scenarios', samples: check, against },
  ];
}

/** Enough Runs to fill a screen. */
function fillHistory(dir: string): void {
  using store = openStore(dir);
  for (let index = 10; index < 30; index++) {
    const id = `rbench${index}`;
    store.claim(
      {
        id,
        startedAt: `2026-03-01T10:${index}:00.000Z`,
        label: `attempt-${index}`,
        repo: 'shelf',
        tree: '8d1e'.repeat(10),
        commit: '3f9c'.repeat(10),
        vault: 'Accounts API',
        judgingKey: 'k'.repeat(64),
        purpose: 'gate',
        isolation: 'sealed',
        owner: 'bench',
        planned: 17,
        reusable: false,
        again: false,
      },
      () => true,
    );
    store.abandon(id);
  }
}
