import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { faults } from '../../examples/tour/faults.ts';
import { makeTourRepo } from '../../examples/tour/make-repo.ts';
import type { OwnerReport, ReportRow } from '../../harness/model/report.ts';
import { prove } from '../rig/prove.ts';
import { workbench } from '../rig/workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const scenarios = ['notes', 'order', 'quotes', 'sign-up', 'todos'];
/** Every fault by all scenarios takes minutes; the first of each scenario by its own, seconds. */
const judged = prove
  ? faults
  : scenarios.flatMap((scenario) => faults.find((fault) => fault.scenario === scenario) ?? []);
const groups: readonly { readonly options: readonly string[]; readonly branches: readonly string[] }[] = prove
  ? [{ options: [], branches: judged.map(({ branch }) => branch) }]
  : // Most of what fails here fails by waiting.
    judged.map(({ branch, scenario }) => ({ options: ['--only', scenario, '--lanes', '1'], branches: [branch] }));

describe('the tour of the language', () => {
  const reports = new Map<string, OwnerReport>();

  beforeAll(
    async () => {
      using bench = workbench();
      const repo = join(bench.dir, 'tour');
      const vault = bench.vault({});
      await makeTourRepo(repo);
      await cp(join(root, 'scenarios-vault/tour'), vault, { recursive: true });
      const judge = async (branches: readonly string[], options: readonly string[]): Promise<void> => {
        const refs = branches.flatMap((branch) => ['--ref', branch]);
        const { stdout, stderr } = await bench.holdout('run', repo, ...refs, '--vault', vault, '--json', ...options);
        expect(stderr).not.toContain('a bug in the judge');
        const said = JSON.parse(stdout) as { readonly reports: readonly OwnerReport[] };
        for (const report of said.reports) reports.set(report.candidate.label, report);
      };
      await judge(['main'], []);
      await Promise.all(groups.map(({ branches, options }) => judge(branches, options)));
    },
    prove ? 600_000 : 120_000,
  );

  it('comes to 5 of 5 on the app as it is', () => {
    expect(verdictsOf(reports.get('main'))).toEqual(scenarios.map((scenario) => `${scenario} pass`));
  });

  it('has three faults for each scenario', () => {
    const counts = scenarios.map((scenario) => faults.filter((fault) => fault.scenario === scenario).length);
    expect(counts).toEqual([3, 3, 3, 3, 3]);
  });

  it.for(judged)('$branch fails $scenario alone, at what was not met', ({ branch, scenario: failed, carets }) => {
    const report = reports.get(branch);
    const others = prove ? 'pass' : 'skip';
    expect(verdictsOf(report)).toEqual(
      scenarios.map((scenario) => `${scenario} ${scenario === failed ? 'fail' : others}`),
    );
    const row = report?.rows.find(({ scenario }) => scenario === failed);
    expect(caretsOf(row)).toEqual(carets.map(([at, text]) => `${failed}.yaml:${at} ${text}`));
  });
});

function verdictsOf(report: OwnerReport | undefined): readonly string[] {
  return (report?.rows ?? []).map(({ scenario, verdict }) => `${scenario} ${verdict}`).toSorted();
}

/** `sign-up.yaml:33:23 401` for each place that a failure points to; once, however many example rows do. */
function caretsOf(row: ReportRow | undefined): readonly string[] {
  const mismatches = (row?.failures ?? []).flatMap((failure) => failure.mismatches);
  const carets = mismatches.map(({ excerpt: { at, firstLine, lines } }) => {
    const line = lines[at.line - firstLine] ?? '';
    return `${at.file}:${at.line}:${at.column} ${line.slice(at.column - 1, at.column - 1 + at.length)}`;
  });
  return [...new Set(carets)];
}
