import { execFileSync } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../harness/model/gate.ts';
import { holdout, timeOf } from './holdout.ts';
import { installPeers, type PeerName, peers, timeOfPeer } from './http/peers.ts';
import { writeHttpVault } from './http/vault.ts';
import { makeRepo } from './repo.ts';
import { inTurn, type Measure, median } from './rounds.ts';
import type { Row } from './table.ts';

/** What there is no tool in, only what any tool needs: the floors. */
const floors: readonly PeerName[] = ['bare undici', 'bare supertest'];

/**
 * The same three requests, so many times, against the same Fastify server: Holdout from the command line to the verdict,
 * its Build cached, and others from the command line to their end, each with one application for each worker or lane.
 */
export async function measureHttp(dir: string): Promise<readonly Row[]> {
  installPeers();
  const lanes = availableParallelism();
  const app = join(dir, 'app');
  await cp(join(import.meta.dirname, 'http/app'), app, { recursive: true });
  const repo = await makeRepo(app, join(dir, 'notes'));
  execFileSync('npm', ['ci'], { cwd: app, stdio: 'ignore' });
  const judge = async (
    count: number,
    { of = lanes, cell = 'bubblewrap' }: { readonly of?: number; readonly cell?: 'bubblewrap' | 'unconfined' } = {},
  ): Promise<Measure> => {
    const vault = join(dir, `vault-${count}-${of}-${cell}`);
    await writeHttpVault(vault, count);
    const args = ['run', repo, '--ref', 'main', '--again', '--vault', vault, '--store', join(dir, `history-${count}`)];
    const argv = holdout(...args, '--lanes', String(of), '--cell', cell);
    const exits = cell === 'unconfined' ? exitCodes.hold : exitCodes.allow;
    return () => Promise.resolve(timeOf(argv, { XDG_CACHE_HOME: join(dir, 'cache') }, { exits }));
  };
  let files = 0;
  const peer =
    (name: PeerName, count: number): Measure =>
    () =>
      timeOfPeer(name, { dir: join(dir, `peer-${files++}`), app, count, of: lanes });
  const every = Object.keys(peers) as PeerName[];
  const few = await inTurn(
    '30 scenarios over HTTP',
    { holdout: await judge(30), ...Object.fromEntries(floors.map((name) => [name, peer(name, 30)])) },
    { rounds: 3, uncounted: 1 },
  );
  const some = await inTurn(
    '300 scenarios over HTTP',
    {
      holdout: await judge(300),
      one: await judge(300, { of: 1 }),
      unconfined: await judge(300, { cell: 'unconfined' }),
      ...Object.fromEntries(every.map((name) => [name, peer(name, 300)])),
    } as { readonly [name in PeerName | 'holdout' | 'one' | 'unconfined']: Measure },
    { rounds: 3, uncounted: 1 },
  );
  const many = await inTurn(
    '3,000 scenarios over HTTP',
    { holdout: await judge(3000), ...Object.fromEntries(floors.map((name) => [name, peer(name, 3000)])) },
    { rounds: 3, uncounted: 0 },
  );
  const tools = every.filter((name) => !floors.includes(name));
  const fastest = tools.toSorted((a, b) => median(some[a]) - median(some[b]))[0];
  const against = (name: PeerName, of: { readonly [name in string]: readonly number[] } = some) => ({
    name,
    samples: of[name] ?? [],
  });
  const name = '300 scenarios over HTTP';
  return [
    ...tools.map((tool) => ({
      ...{ name, samples: some.holdout, against: against(tool) },
      ...(tool === fastest && { target: { is: 'times', factor: 0.33 } as const }),
    })),
    { name, samples: some.holdout, against: against('bare supertest'), target: { is: 'times', factor: 1.5 } },
    { name, samples: some.holdout, against: against('bare undici') },
    {
      ...{ name, samples: some.holdout, against: { name: 'the same, unconfined', samples: some.unconfined } },
      target: { is: 'times', factor: 1.15 },
    },
    { name: `${name}, one lane`, samples: some.one, against: { name: 'all lanes', samples: some.holdout } },
    ...floors.map((floor) => ({ name: '30 scenarios over HTTP', samples: few.holdout, against: against(floor, few) })),
    ...floors.map((floor) => ({
      name: '3,000 scenarios over HTTP',
      samples: many.holdout,
      against: against(floor, many),
    })),
    {
      name: 'one scenario of 3,000 over HTTP',
      samples: many.holdout.map((ms) => ms / 3000),
      against: { name: 'one of 300', samples: some.holdout.map((ms) => ms / 300) },
      target: { is: 'times', factor: 1.1 },
    },
  ];
}
