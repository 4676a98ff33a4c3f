import Table from 'cli-table3';
import { exitCodes } from '../model/gate.ts';
import { store } from '../wiring.ts';
import { storeDir } from './places.ts';

/** `holdout history`: what was judged, newest first. @returns the exit code. */
export async function history(options: {
  readonly limit: number;
  readonly ref?: string;
  readonly json?: boolean;
  readonly store?: string;
}): Promise<number> {
  using stored = await store(storeDir(options.store));
  const runs = stored.list({ limit: options.limit, ...(options.ref === undefined ? {} : { label: options.ref }) });
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify({ version: 1, runs }, null, 2)}\n`);
    return exitCodes.allow;
  }
  if (runs.length === 0) {
    process.stdout.write('nothing was judged yet; start with `holdout run <repo> --ref <ref> --vault <vault>`\n');
    return exitCodes.allow;
  }
  const table = new Table({
    head: ['run', 'when', 'ref', 'commit', 'vault', 'pass', 'time'],
    style: { head: [], border: [] },
    chars: borderless,
  });
  for (const run of runs) {
    table.push([
      run.id,
      run.startedAt.slice(0, 16).replace('T', ' '),
      run.label,
      run.commit?.slice(0, 8) ?? 'uncommitted',
      run.vault,
      run.state === 'finished' ? `${run.pass} of ${run.total}` : run.state,
      run.state === 'finished' ? `${(run.ms / 1000).toFixed(1)}s` : '',
    ]);
  }
  process.stdout.write(`${table.toString()}\n`);
  return exitCodes.allow;
}

const borderless = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
};
