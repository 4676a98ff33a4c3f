import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeRepo } from '../make-repo.ts';
import { faults, type Fault } from './faults.ts';

const app = join(import.meta.dirname, 'app');

/** Makes the tour's repository in `dir`: `main` with the app, and a branch for each of its faults. */
export async function makeTourRepo(dir: string): Promise<void> {
  const sources = await mkdtemp(join(tmpdir(), 'holdout-tour-'));
  try {
    await cp(app, join(sources, 'main/1-app'), { recursive: true });
    await writeFile(join(sources, 'main/1-app.txt'), 'Todos, accounts, a shop, quotes and notes');
    for (const fault of faults) {
      const commit = join(sources, fault.branch, '1-change');
      await cp(app, commit, { recursive: true });
      await writeFile(join(commit, fault.file), await broken(fault));
      await writeFile(`${commit}.txt`, fault.mistake);
    }
    await makeRepo(dir, sources, ['main', ...faults.map(({ branch }) => branch)]);
  } finally {
    await rm(sources, { recursive: true });
  }
}

/** @throws when the app no longer has what the fault changes. */
async function broken({ branch, file, right, wrong }: Fault): Promise<string> {
  const [before, after, ...more] = (await readFile(join(app, file), 'utf8')).split(right);
  if (before === undefined || after === undefined || more.length > 0)
    throw new Error(`${file} has to hold this once, for ${branch}: ${right}`);
  return `${before}${wrong}${after}`;
}
