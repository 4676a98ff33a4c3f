import { join } from 'node:path';
import { openStore } from '../harness/history/store.ts';
import type { RunFilter } from '../harness/model/store.ts';
import { fillHistory } from './fill-history.ts';
import { holdout, timeOf } from './holdout.ts';
import { inTurn } from './rounds.ts';
import { seededRuns } from './seeded-runs.ts';
import type { Row } from './table.ts';

/** A history that grew for years: 2 million verdicts. */
export const size = { runs: 10_000, scenarios: 200 } as const;

/** Bytes that it may take. */
export const SIZE_TARGET = 250_000_000;

/** Milliseconds that a question to it may take beyond `holdout --help`. */
export const TIME_TARGET = 150;

/** Questions to a history of years, against a command that asks nothing. Compile cache warm. */
export async function measureHistory(dir: string): Promise<readonly Row[]> {
  const history = join(dir, 'years');
  process.stderr.write(`filling a history of ${size.runs} runs of ${size.scenarios} scenarios\n`);
  const started = performance.now();
  fillHistory(history, seededRuns(size.runs, size.scenarios));
  const seconds = (performance.now() - started) / 1000;
  const bytes = bytesOf(history);
  const met = bytes <= SIZE_TARGET ? 'met' : 'missed';
  process.stdout.write(
    `a history of ${size.runs} runs of ${size.scenarios} scenarios: ${(bytes / 1e6).toFixed(0)} MB in ${seconds.toFixed(0)} s ` +
      `(target ${SIZE_TARGET / 1e6} MB: ${met})\n`,
  );
  const env = { XDG_CACHE_HOME: join(dir, 'cache') };
  const asked = questions(history, join(dir, 'history.html'));
  const { help, ...answers } = await inTurn(
    'history',
    Object.fromEntries(
      Object.entries({ help: ['--help'], ...asked }).map(([name, args]) => [
        name,
        () => Promise.resolve(timeOf(holdout(...args), env)),
      ]),
    ),
    { rounds: 20, uncounted: 2 },
  );
  if (help === undefined) throw new Error('nothing was measured');
  const against = { name: 'holdout --help', samples: help };
  return Object.entries(answers).map(([name, samples]) => ({
    name: `holdout ${name}`,
    samples,
    against,
    ...(name === shown ? {} : { target: { is: 'more', most: TIME_TARGET } as const }),
  }));
}

/** A whole report of 200 scenarios is long: how long it takes is told, and held against nothing. */
const shown = 'show latest';

/** Command lines by what they are called. */
export function questions(history: string, html: string): { readonly [name: string]: readonly string[] } {
  const [before, after] = lastTwo(history, { vault: 'Linkshelf accounts', purpose: 'gate' });
  const store = ['--store', history];
  const scenario = 'sign-up/one-account-for-each-address-0';
  return {
    history: ['history', ...store],
    'history --ref main': ['history', '--ref', 'main', ...store],
    'history --scenario ...': ['history', '--scenario', scenario, ...store],
    'history -n 1000, as a page': ['history', '-n', '1000', '--report', `html=${html}`, ...store],
    'history -n 10000, as a page': ['history', '-n', '10000', '--report', `html=${html}`, ...store],
    'compare, two runs': ['compare', before, after, ...store],
    [shown]: ['show', 'latest', ...store],
  };
}

export function bytesOf(history: string): number {
  using store = openStore(history);
  const { database, files } = store.size();
  return database + files;
}

/** The ids of the newest finished Runs that fit, the older one first. */
function lastTwo(history: string, filter: RunFilter): readonly [string, string] {
  using store = openStore(history);
  const [after, before] = store.list({ ...filter, limit: 20 }).filter(({ state }) => state === 'finished');
  if (before === undefined || after === undefined) throw new Error('there are no two runs to compare');
  return [before.id, after.id];
}
