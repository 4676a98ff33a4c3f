import { execFileSync } from 'node:child_process';
import { chmod, cp, mkdir, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { makeAuthRepo } from '../examples/auth/make-repo.ts';
import { exitCodes } from '../harness/model/gate.ts';
import { loadVault } from '../harness/vault/load.ts';
import { recordedIn, timeOfCandidate } from './floor.ts';
import { holdout, root, timeOf } from './holdout.ts';
import { inTurn } from './rounds.ts';
import type { Row } from './table.ts';

/** The whole way from a ref to a decision: 17 scenarios, one of which has to wait two seconds for a token to expire. */
export async function measureDemo(dir: string): Promise<readonly Row[]> {
  const repo = join(dir, 'auth');
  const vault = join(dir, 'auth-vault');
  const store = join(dir, 'demo-history');
  await makeAuthRepo(repo);
  await cp(join(root, 'scenarios-vault/auth'), vault, { recursive: true });
  await chmod(vault, 0o700);
  const args = ['run', repo, '--ref', 'attempt-3', '--vault', vault, '--store', store];
  const judge = (cache: string, exits: number, ...options: readonly string[]): Promise<number> => {
    const env = { XDG_CACHE_HOME: join(dir, cache) };
    return Promise.resolve(timeOf(holdout(...args, ...options), env, { exits }));
  };
  await judge('cache', exitCodes.allow);
  const asked = recordedIn(store);
  const app = join(dir, 'app');
  execFileSync('git', ['-C', repo, 'worktree', 'add', '--quiet', '--detach', app, 'attempt-3']);
  const env = loadVault(vault).vault?.recipe.env ?? {};
  const { cold, warm, candidate, before, confined, unconfined } = await inTurn(
    'the demo',
    {
      async cold() {
        await rm(join(dir, 'cold-cache'), { recursive: true, force: true });
        await mkdir(join(dir, 'cold-cache'));
        return judge('cold-cache', exitCodes.allow, '--again');
      },
      warm: () => judge('cache', exitCodes.allow, '--again'),
      candidate: () => timeOfCandidate(app, { ...env }, asked, availableParallelism()),
      before: () => judge('cache', exitCodes.allow),
      confined: () => judge('cache', exitCodes.allow, '--again', '--lanes', '1'),
      unconfined: () => judge('unconfined-cache', exitCodes.hold, '--again', '--lanes', '1', '--cell', 'unconfined'),
    },
    { rounds: 3, uncounted: 1 },
  );
  return [
    { name: 'the auth demo, nothing cached', samples: cold, against: { name: 'everything cached', samples: warm } },
    {
      name: 'the auth demo, everything cached',
      samples: warm,
      against: { name: "the candidate's starts and requests", samples: candidate },
      target: { is: 'times', factor: 1.2 },
    },
    { name: 'the auth demo, judged before', samples: before, target: { is: 'within', most: 500 } },
    {
      name: 'the auth demo, one lane',
      samples: confined,
      against: { name: 'the same, unconfined', samples: unconfined },
      target: { is: 'times', factor: 1.15 },
    },
  ];
}
