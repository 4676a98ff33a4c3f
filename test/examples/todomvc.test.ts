import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeTodomvcRepo } from '../../examples/todomvc/make-repo.ts';
import type { OwnerReport } from '../../harness/model/report.ts';
import { prove } from '../rig/prove.ts';
import { workbench } from '../rig/workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What each page is known to fail. */
const known: readonly (readonly [branch: string, failed: readonly string[]])[] = [
  ['backbone', []],
  ['ractive', ['keeping/view']],
  [
    'react',
    [
      'adding/blank',
      'adding/counter',
      'adding/first',
      'adding/order',
      'editing/escape',
      'filtering/address',
      'filtering/back',
      'filtering/leaves',
      'filtering/views',
      'keeping/own-list',
      'keeping/reload',
      'keeping/view',
      'ticking/all',
      'ticking/clear',
      'ticking/tick',
    ],
  ],
];
// Three scenarios on one page show that what passes passes and what fails fails; all on one take many seconds.
const [judged, scenarios, options] = prove
  ? [known, 20, []]
  : [
      known.filter(([branch]) => branch === 'ractive'),
      3,
      ['own-list', 'reload', 'view'].flatMap((id) => ['--only', `keeping/${id}`]),
    ];

describe('published TodoMVC pages, judged by their public specification', () => {
  let reports: ReadonlyMap<string, OwnerReport>;

  beforeAll(async () => {
    using bench = workbench();
    const repo = join(bench.dir, 'todomvc');
    const vault = bench.vault({});
    await makeTodomvcRepo(repo);
    await cp(join(root, 'scenarios-vault/todomvc'), vault, { recursive: true });
    const refs = judged.flatMap(([branch]) => ['--ref', branch]);
    const { stdout, stderr } = await bench.holdout('run', repo, ...refs, '--vault', vault, '--json', ...options);
    expect(stderr).not.toContain('a bug in the judge');
    const { reports: all } = JSON.parse(stdout) as { readonly reports: readonly OwnerReport[] };
    reports = new Map(all.map((report) => [report.candidate.label, report]));
  }, 240_000);

  it.for(judged)('%s fails %j, and keeps every other promise', ([branch, failed]) => {
    const rows = reports.get(branch)?.rows ?? [];
    expect(rows).toHaveLength(20);
    expect(rows.filter(({ verdict }) => verdict !== 'skip')).toHaveLength(scenarios);
    expect(rows.filter(({ verdict }) => verdict === 'fail').map(({ scenario }) => scenario)).toEqual(failed);
    expect(rows.filter(({ verdict }) => verdict === 'pass')).toHaveLength(scenarios - failed.length);
  });

  it.for(known.map(([branch]) => branch))(
    '%s is installed at exact versions, with an integrity each',
    async (branch) => {
      const read = async (file: string): Promise<unknown> =>
        JSON.parse(await readFile(join(root, 'examples/todomvc', branch, '1-install', file), 'utf8'));
      const { dependencies } = (await read('package.json')) as { readonly dependencies: Record<string, string> };
      const { packages } = (await read('package-lock.json')) as { readonly packages: Record<string, object> };
      const { '': own, ...installed } = packages;
      expect(own).toMatchObject({ dependencies });
      for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
      for (const entry of Object.values(installed)) {
        expect(entry).toMatchObject({ integrity: expect.stringMatching(/^sha512-/) });
        expect(entry).not.toHaveProperty('resolved');
      }
    },
  );
});
