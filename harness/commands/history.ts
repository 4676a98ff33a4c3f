import { flakeRate } from '../gate/flakes.ts';
import { wilson } from '../gate/statistics.ts';
import { exitCodes } from '../model/gate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { HistoryReport, ScenarioHistory } from '../model/report.ts';
import type { RunFilter, ScenarioRun, Store } from '../model/store.ts';
import { store } from '../wiring.ts';
import { moment } from './moment.ts';
import { findOutputs, type OutputFlags, tell } from './outputs.ts';
import { storeDir } from './places.ts';
import { stop } from './say.ts';

interface HistoryFlags extends OutputFlags {
  readonly limit: number;
  readonly ref?: string;
  readonly vault?: string;
  readonly since?: string;
  readonly before?: string;
  readonly scenario?: string;
  readonly reference?: boolean;
  readonly store?: string;
}

/** As many Runs as are listed unless it is said how many. */
const usualLimit = 20;

/** `holdout history`: what was judged, newest first, or what came of one scenario. @returns the exit code. */
export async function history(flags: HistoryFlags): Promise<number> {
  const owner = { ...flags, audience: 'owner' } as const;
  const outputs = await findOutputs(flags, 'history');
  if (!outputs.ok) return stop(outputs.problems, owner);
  const filter = filterOf(flags, new Date());
  if (!filter.ok) return stop(filter.problems, owner);
  using kept = await store(storeDir(flags.store));
  const told =
    flags.scenario === undefined
      ? runs(flags, filter.value, kept)
      : scenario(flags.scenario, flags, filter.value, kept);
  if (!told.ok) return stop(told.problems, owner);
  const all = outputs.value.every(({ reporter }) => reporter.history !== undefined)
    ? undefined
    : (await import('./listed-runs.ts')).listedRuns(told.value, kept);
  const toFile = outputs.value.some(({ file }) => file !== undefined);
  const unwritten = tell(outputs.value, (reporter, style, file) => {
    const short = toFile && file === undefined && reporter.name === 'terminal';
    const shown = short ? onScreen(told.value) : told.value;
    return reporter.history?.(shown, style) ?? reporter.render(all ?? [], style);
  });
  return unwritten.length === 0 ? exitCodes.allow : stop(unwritten, { audience: 'owner' });
}

/** What a terminal shows when all of it goes to a file: as much as it has room for. */
function onScreen(report: HistoryReport): HistoryReport {
  const shown = report.runs.slice(0, usualLimit);
  const of = report.runs.length;
  if (shown.length < of)
    process.stderr.write(`note: of ${of} runs the newest ${shown.length} are printed; the file has all\n`);
  return { ...report, runs: shown };
}

function runs(flags: HistoryFlags, filter: RunFilter, kept: Store): Result<HistoryReport> {
  const listed = kept.list({ ...filter, limit: flags.limit });
  const more = listed.length < flags.limit ? 0 : kept.count(filter) - listed.length;
  return ok({ filters: wordsOf(flags), runs: listed, more });
}

function scenario(id: string, flags: HistoryFlags, filter: RunFilter, kept: Store): Result<HistoryReport> {
  // One more than is shown tells whether there are more; how many doesn't matter.
  const found = kept.scenarioRuns({ ...filter, scenario: id, limit: flags.limit + 1 });
  const listed = found.slice(0, flags.limit);
  const [newest] = listed;
  if (newest === undefined) {
    return fail(
      problem('no-such-scenario', `no finished run here has a scenario "${id}"`, {
        fix: 'a scenario goes by the path of its file without the ending, as in: holdout history --scenario auth/login',
      }),
    );
  }
  return ok({
    filters: wordsOf(flags),
    runs: listed.map(({ run, verdict, digest }) => ({ ...run, verdict, same: digest === newest.digest })),
    more: found.length - listed.length,
    scenario: { ...scenarioHistory(listed, newest, kept), scenario: id },
  });
}

function scenarioHistory(
  listed: readonly ScenarioRun[],
  newest: ScenarioRun,
  kept: Store,
): Omit<ScenarioHistory, 'scenario'> {
  const same = listed.filter(
    ({ digest, verdict }) => digest === newest.digest && verdict !== 'error' && verdict !== 'skip',
  );
  const pass = same.filter(({ verdict }) => verdict === 'pass').length;
  const interval = wilson({ pass, total: same.length });
  const evidence = kept.flakeEvidence(newest.run.vault, [newest.digest]).get(newest.digest);
  return {
    name: newest.name,
    pass,
    judged: same.length,
    ...(interval === undefined ? {} : { interval }),
    ...(evidence === undefined ? {} : { flakeRate: flakeRate(evidence) }),
  };
}

function filterOf({ ref, vault, since, before, reference }: HistoryFlags, now: Date): Result<RunFilter> {
  const from = since === undefined ? ok(undefined) : moment(since, '--since', now);
  const until = before === undefined ? ok(undefined) : moment(before, '--before', now);
  if (!from.ok) return from;
  if (!until.ok) return until;
  return ok({
    ...(ref === undefined ? {} : { label: ref }),
    ...(vault === undefined ? {} : { vault }),
    ...(from.value === undefined ? {} : { since: from.value }),
    ...(until.value === undefined ? {} : { before: until.value }),
    ...(reference === true ? { purpose: 'reference' as const } : {}),
  });
}

function wordsOf({ ref, vault, since, before, reference }: HistoryFlags): readonly string[] {
  return [
    ...(ref === undefined ? [] : [`of ${ref}`]),
    ...(vault === undefined ? [] : [`by the vault ${vault}`]),
    ...(since === undefined ? [] : [`since ${since}`]),
    ...(before === undefined ? [] : [`before ${before}`]),
    ...(reference === true ? ['of reference builds'] : []),
  ];
}
