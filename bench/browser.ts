import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../harness/cell/find-browser.ts';
import { exitCodes } from '../harness/model/gate.ts';
import { writeBrowserVault } from './browser/vault.ts';
import { holdout, node, root, timeOf } from './holdout.ts';
import { makeRepo } from './repo.ts';
import { inTurn } from './rounds.ts';
import type { Row } from './table.ts';

const SCENARIOS = 100;

/** Browser scenarios of three actions and a look, against the same checks in Playwright's own runner: as many workers as lanes. */
export async function measureBrowser(dir: string): Promise<readonly Row[]> {
  const browser = findBrowser({ env: process.env, headed: false });
  if (!browser.ok) throw new Error(browser.problems.map(({ message }) => message).join('; '));
  const { executable } = browser.value;
  const lanes = String(availableParallelism());
  const repo = await makeRepo(join(import.meta.dirname, 'browser/app'), join(dir, 'greeter'));
  const judge = async (fresh: 'scenario' | 'lane', exits: number, ...more: readonly string[]) => {
    const vault = join(dir, `${fresh}-vault${more.join('')}`);
    await writeBrowserVault(vault, SCENARIOS, fresh);
    const args = [
      'run',
      repo,
      '--ref',
      'main',
      '--again',
      '--vault',
      vault,
      '--store',
      join(dir, 'history'),
      '--lanes',
      lanes,
      ...more,
    ];
    return (): Promise<number> =>
      Promise.resolve(timeOf(holdout(...args), { XDG_CACHE_HOME: join(dir, 'cache') }, { exits }));
  };
  const peer = (): Promise<number> => {
    const config = join(import.meta.dirname, 'browser/peer.config.ts');
    const argv = [node, join(root, 'node_modules/playwright/cli.js'), 'test', '--config', config];
    const env = { SCENARIOS: String(SCENARIOS), WORKERS: lanes, BROWSER: executable, OUTPUT: join(dir, 'peer') };
    return Promise.resolve(timeOf(argv, env));
  };
  const bare = async (): Promise<number> => {
    const started = performance.now();
    const of = Number(lanes);
    await Promise.all(
      Array.from({ length: of }, async (_, index) => {
        const share = Math.floor(((index + 1) * SCENARIOS) / of) - Math.floor((index * SCENARIOS) / of);
        const argv = [join(import.meta.dirname, 'browser/bare.ts'), String(share)];
        const child = spawn(node, argv, { env: { ...process.env, BROWSER: executable }, stdio: 'inherit' });
        const [code] = await once(child, 'exit');
        if (code !== 0) throw new Error(`the bare loop ended with ${code}`);
      }),
    );
    return performance.now() - started;
  };
  const {
    playwright,
    bare: floor,
    kept,
    fresh,
    unconfined,
  } = await inTurn(
    'browser',
    {
      playwright: peer,
      bare,
      kept: await judge('lane', exitCodes.allow),
      fresh: await judge('scenario', exitCodes.allow),
      unconfined: await judge('lane', exitCodes.hold, '--cell', 'unconfined'),
    },
    { rounds: 3, uncounted: 1 },
  );
  const name = `${SCENARIOS} browser scenarios`;
  const against = { name: 'playwright test, an app for each worker', samples: playwright };
  return [
    { name: `${name}, an app for each lane`, samples: kept, against, target: { is: 'times', factor: 0.8 } },
    { name: `${name}, a fresh app for each`, samples: fresh, against },
    { name: `${name}, by Playwright's library alone`, samples: floor, against },
    {
      name: `${name}, an app for each lane`,
      samples: kept,
      against: { name: 'the same, unconfined', samples: unconfined },
      target: { is: 'times', factor: 1.15 },
    },
  ];
}
