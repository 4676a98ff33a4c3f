import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exportTree } from '../../../harness/candidate/export.ts';
import { fetchCommit } from '../../../harness/candidate/fetch.ts';
import { exportFolder } from '../../../harness/candidate/folder.ts';
import { safeGit } from '../../../harness/candidate/git.ts';
import { findSource, pin } from '../../../harness/candidate/pin.ts';
import type { Candidate } from '../../../harness/model/candidate.ts';
import type { Result } from '../../../harness/model/problem.ts';
import type { Workbench } from '../../rig/workbench.ts';

interface Exported {
  readonly exported: Result<Candidate>;
  readonly dir: string;
}

/** The way from a ref to files, in folders of the bench. */
export async function exportRef(bench: Workbench, repo: string, ref: string): Promise<Exported> {
  const { git, dir } = place(bench);
  const source = must(await findSource(repo, git));
  const pinned = must(await pin(source, ref, git));
  const candidate = must(await fetchCommit(pinned, `${dir}.git`, git));
  return { exported: await exportTree(candidate, `${dir}.git`, dir, undefined, git), dir };
}

export async function exportAsItStands(bench: Workbench, repo: string): Promise<Exported> {
  const { git, dir } = place(bench);
  return { exported: await exportFolder(must(await findSource(repo, git)), dir, undefined, git), dir };
}

let places = 0;
function place(bench: Workbench) {
  const dir = join(bench.dir, `export${places++}`);
  mkdirSync(dir);
  return { dir, git: safeGit(join(bench.dir, 'git')) };
}

export function must<T>(outcome: Result<T>): T {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problems));
  return outcome.value;
}

/** The id of a tree of these `mode type id<tab>name` lines. */
export function treeOf(repo: string, lines: readonly string[]): string {
  const input = lines.map((line) => `${line}\n`).join('');
  return execFileSync('git', ['-C', repo, 'mktree'], { input, encoding: 'utf8' }).trim();
}

/** A tree that `git mktree` would not make: names as they are, sorted by nobody. */
export function rawTree(repo: string, lines: readonly string[]): string {
  const bytes = lines.map((line) => {
    const [mode = '', , id = '', name = ''] = line.split(/[ \t]/);
    return Buffer.concat([Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(id, 'hex')]);
  });
  const args = ['-C', repo, 'hash-object', '-t', 'tree', '-w', '--stdin', '--literally'];
  return execFileSync('git', args, { input: Buffer.concat(bytes), encoding: 'utf8' }).trim();
}
