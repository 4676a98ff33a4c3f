import { chmod, cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { makeAuthRepo } from '../examples/auth/make-repo.ts';
import { exitCodes } from '../harness/model/gate.ts';
import { holdout, root, timeOf } from './holdout.ts';
import { inTurn } from './rounds.ts';
import type { Row } from './table.ts';

/** The whole way from a ref to a decision: 17 scenarios, one of which has to wait two seconds for a token to expire. */
export async function measureDemo(dir: string): Promise<readonly Row[]> {
  const repo = join(dir, 'auth');
  const vault = join(dir, 'auth-vault');
  await makeAuthRepo(repo);
  await cp(join(root, 'scenarios-vault/auth'), vault, { recursive: true });
  await chmod(vault, 0o700);
  const judge = (cache: string, exits: number, ...options: readonly string[]): Promise<number> => {
    const env = { XDG_CACHE_HOME: join(dir, cache) };
    const args = ['run', repo, '--ref', 'attempt-3', '--again', '--vault', vault, '--store', join(dir, 'demo-history')];
    return Promise.resolve(timeOf(holdout(...args, ...options), env, { exits }));
  };
  const { cold, warm, confined, unconfined } = await inTurn(
    'the demo',
    {
      async cold() {
        await rm(join(dir, 'cold-cache'), { recursive: true, force: true });
        await mkdir(join(dir, 'cold-cache'));
        return judge('cold-cache', exitCodes.allow);
      },
      warm: () => judge('cache', exitCodes.allow),
      confined: () => judge('cache', exitCodes.allow, '--lanes', '1'),
      unconfined: () => judge('unconfined-cache', exitCodes.hold, '--lanes', '1', '--cell', 'unconfined'),
    },
    { rounds: 3, uncounted: 1 },
  );
  return [
    { name: 'the auth demo, nothing cached', samples: cold, against: { name: 'everything cached', samples: warm } },
    {
      name: 'the auth demo, one lane',
      samples: confined,
      against: { name: 'the same, unconfined', samples: unconfined },
    },
  ];
}
