import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { faults, makeStaticFilesRepo } from '../../examples/static-files/make-repo.ts';
import { loadVault } from '../../harness/vault/load.ts';
import type { OwnerReport } from '../../harness/model/report.ts';
import { prove } from '../rig/prove.ts';
import { workbench } from '../rig/workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const vaultFolder = join(root, 'scenarios-vault/static-files');

/** What each server is known to fail. */
const known: { readonly [ref: string]: readonly string[] } = {
  send: [],
  inert: [],
  plain: [],
  sirv: [
    'caching/changed',
    'caching/date',
    'caching/tag',
    'folders/page',
    'names/encoded',
    'ranges/if-range',
    'ranges/outside',
    'ranges/parts',
    'requests/methods',
    'requests/nonsense',
  ],
  'http-server': [
    'bounds/hidden',
    'caching/tag',
    'folders/index',
    'ranges/if-range',
    'ranges/parts',
    'requests/nonsense',
  ],
  'bad/any-method': ['requests/methods'],
  'bad/dots': ['bounds/escape'],
  'bad/elsewhere': ['folders/index'],
  'bad/fallback': [
    'bounds/escape',
    'bounds/hidden',
    'folders/index',
    'folders/page',
    'names/missing',
    'requests/one-connection',
  ],
  'bad/head': ['caching/tag', 'names/missing', 'requests/head'],
  'bad/if-range': ['ranges/if-range'],
  'bad/kept-answers': [
    'caching/changed',
    'caching/date',
    'caching/tag',
    'ranges/if-range',
    'ranges/parts',
    'requests/one-connection',
  ],
  'bad/kept-sizes': ['caching/changed'],
  'bad/query': ['files/text'],
  'bad/range-end': ['ranges/if-range', 'ranges/outside', 'ranges/parts'],
  'bad/range-start': ['ranges/outside'],
  'bad/sibling': ['bounds/escape'],
  'bad/stale': ['caching/changed', 'caching/date', 'caching/tag'],
  'bad/text': ['files/bytes'],
  'bad/twice': ['names/encoded'],
  'bad/types': ['files/types', 'folders/index', 'folders/page'],
  'bad/undecodable': ['requests/nonsense'],
};
const published = ['send', 'inert', 'sirv', 'http-server'];
// Two servers by other people that are both right, and one fault, say whether the vault can tell; all take minutes.
const judged = Object.entries(known).filter(([ref]) => prove || ['send', 'inert', 'bad/if-range'].includes(ref));

describe('servers of static files, judged by what HTTP promises', () => {
  let reports: ReadonlyMap<string, OwnerReport>;

  beforeAll(async () => {
    using bench = workbench();
    const repo = join(bench.dir, 'static-files');
    const vault = bench.vault({});
    await makeStaticFilesRepo(repo);
    await cp(vaultFolder, vault, { recursive: true });
    const refs = judged.flatMap(([ref]) => ['--ref', ref]);
    const { stdout, stderr } = await bench.holdout('run', repo, ...refs, '--vault', vault, '--json');
    expect(stderr).not.toContain('a bug in the judge');
    const { reports: all } = JSON.parse(stdout) as { readonly reports: readonly OwnerReport[] };
    reports = new Map(all.map((report) => [report.candidate.label, report]));
  }, 600_000);

  it.for(judged)('%s fails %j, and keeps every other promise', ([ref, failed]) => {
    const rows = reports.get(ref)?.rows ?? [];
    expect(rows).toHaveLength(19);
    expect(rows.filter(({ verdict }) => verdict === 'fail').map(({ scenario }) => scenario)).toEqual(failed);
    expect(rows.filter(({ verdict }) => verdict === 'pass')).toHaveLength(19 - failed.length);
  });

  it('every scenario fails for a bad control', () => {
    const { vault } = loadVault(vaultFolder);
    const ids = vault?.scenarios.map(({ id }) => id) ?? [];
    expect(ids).toHaveLength(19);
    const bad = Object.entries(known).filter(([ref]) => ref.startsWith('bad/'));
    expect(new Set(bad.flatMap(([, failed]) => failed))).toEqual(new Set(ids));
  });

  it('the vault names every fault as a bad control', () => {
    const { vault } = loadVault(vaultFolder);
    expect(vault?.controls.bad).toEqual(
      faults.map((fault) => ({ name: fault, source: { is: 'ref', ref: `bad/${fault}` }, fails: [] })),
    );
  });

  it('every scenario cites clauses that are in the specification', async () => {
    const spec = await readFile(join(vaultFolder, 'spec.md'), 'utf8');
    const clauses = new Set(spec.match(/^\d\.\d(?= )/gm));
    const cited = loadVault(vaultFolder).vault?.scenarios.map((scenario) => scenario.clauses) ?? [];
    for (const own of cited) expect(own).not.toEqual([]);
    expect(new Set(cited.flat())).toEqual(clauses);
  });

  it.for(published)('%s is installed at exact versions, with an integrity each', async (ref) => {
    const read = async (file: string): Promise<unknown> =>
      JSON.parse(await readFile(join(root, 'examples/static-files', ref, '1-serve', file), 'utf8'));
    const { dependencies } = (await read('package.json')) as { readonly dependencies: Record<string, string> };
    const { packages } = (await read('package-lock.json')) as { readonly packages: Record<string, object> };
    const { '': own, ...installed } = packages;
    expect(own).toMatchObject({ dependencies });
    for (const version of Object.values(dependencies)) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    for (const entry of Object.values(installed)) {
      expect(entry).toMatchObject({ integrity: expect.stringMatching(/^sha512-/) });
      expect(entry).not.toHaveProperty('resolved');
    }
  });
});
