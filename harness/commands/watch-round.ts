import { failureBlocks } from '../../reports/terminal/failures.ts';
import { scenarioTable } from '../../reports/terminal/scenarios.ts';
import type { Source } from '../candidate/pin.ts';
import { judge } from '../judge/judge.ts';
import { isWanted } from '../judge/plan.ts';
import type { ReportRow } from '../model/report.ts';
import type { Vault } from '../model/vault.ts';
import { chooseScenarios } from './choices.ts';
import type { HeldLanes } from './held-lanes.ts';
import type { RunFlags } from './run.ts';
import { reportOf } from './report-of.ts';
import { stop, styleOf } from './say.ts';

export interface Bench {
  /** What it was made for. */
  readonly recipe: string;
  readonly source: Source;
  readonly held: HeldLanes;
}

/** By scenario: what it said when it was last judged, and what came of it. Grows with each round. */
export type Known = Map<string, { readonly digest: string; readonly row: ReportRow }>;

/** Judges the scenarios that say something else than when they were last judged, or all, and prints what came of it. */
export async function judgeRound(
  vault: Vault,
  flags: RunFlags,
  { source, held }: Bench,
  known: Known,
  all: boolean,
): Promise<void> {
  const choices = chooseScenarios(vault, flags);
  if (!choices.ok) {
    stop(choices.problems, flags);
    return;
  }
  const wanted = vault.scenarios.filter((scenario) => isWanted(scenario, choices.value.only));
  const only = wanted.filter(({ id, digest }) => all || known.get(id)?.digest !== digest).map(({ id }) => id);
  if (only.length > 0) {
    const [ref] = flags.ref;
    const request = { vault, source, ...(ref === undefined ? {} : { ref }), choices: { ...choices.value, only } };
    const asked = { repo: source.shown, vault: vault.dir, cell: flags.cell };
    const judged = await judge({ ...request, asked, afterwards: 'warm' }, held.tools);
    if (held.tools.signal.aborted) return;
    if (!judged.ok) {
      stop(judged.problems, flags);
      return;
    }
    const report = reportOf(judged.value, { audience: 'owner', store: held.tools.store, warnings: [] });
    if (report.audience !== 'owner') return;
    const told = [...report.rows, ...(report.impossible ?? [])];
    for (const { id, digest } of wanted) {
      const row = told.find(({ scenario, verdict }) => scenario === id && verdict !== 'skip');
      if (row !== undefined) known.set(id, { digest, row });
    }
  }
  const rowsOf = (scenarios: Vault['scenarios']) => scenarios.flatMap(({ id }) => known.get(id)?.row ?? []);
  print(rowsOf(wanted.filter(({ impossible }) => !impossible)), rowsOf(wanted.filter(({ id }) => only.includes(id))));
}

/** What was judged just now in full; of the rest no more than how it stands. Impossible ones are not counted. */
function print(counted: readonly ReportRow[], judged: readonly ReportRow[]): void {
  const style = styleOf(process.stdout);
  const failures = judged.flatMap((row) => failureBlocks(row, style).map((text) => `${text}\n`));
  const passed = counted.filter(({ verdict }) => verdict === 'pass').length;
  const blocks = [
    ...(judged.length === 0 ? [] : [`${scenarioTable(judged, style).join('\n')}\n`]),
    ...failures,
    `${passed} of ${counted.length} pass${judged.length < counted.length ? `, ${judged.length} judged just now` : ''}\n`,
  ];
  process.stdout.write(`${blocks.join('\n')}\n`);
}
