import { grid } from '../../reports/terminal/grid.ts';
import { exitCodes } from '../model/gate.ts';
import { score } from '../model/headline.ts';
import type { RunSummary } from '../model/store.ts';
import { store } from '../wiring.ts';
import { storeDir } from './places.ts';
import { printable } from './say.ts';

/** `holdout history`: what was judged, newest first. @returns the exit code. */
export async function history(options: {
  readonly limit: number;
  readonly ref?: string;
  readonly json?: boolean;
  readonly store?: string;
}): Promise<number> {
  using stored = await store(storeDir(options.store));
  const runs = stored.list({ limit: options.limit, ...(options.ref === undefined ? {} : { label: options.ref }) });
  if (options.json === true) process.stdout.write(`${JSON.stringify({ version: 1, runs }, null, 2)}\n`);
  else if (runs.length > 0) process.stdout.write(`${table(runs).join('\n')}\n`);
  else process.stdout.write('nothing was judged yet; start with `holdout run <repo> --ref <ref> --vault <vault>`\n');
  return exitCodes.allow;
}

function table(runs: readonly RunSummary[]): readonly string[] {
  const rows = [['run', 'when (UTC)', 'ref', 'commit', 'vault', 'pass', 'time'], ...runs.map(cells)];
  const columns =
    rows[0]?.map((_, index) => ({ width: Math.max(...rows.map((row) => row[index]?.length ?? 0)) })) ?? [];
  return grid(columns, rows);
}

function cells(run: RunSummary): string[] {
  const finished = run.state === 'finished';
  return [
    run.id,
    run.startedAt.slice(0, 16).replace('T', ' '),
    printable(run.label),
    run.commit?.slice(0, 8) ?? 'uncommitted',
    printable(run.vault),
    finished ? score(run) : run.state,
    finished ? `${(run.ms / 1000).toFixed(1)}s` : '',
  ];
}
