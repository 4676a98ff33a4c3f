import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../model/candidate.ts';
import type { Event } from '../model/event.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { treeOwner } from './build.ts';
import { exportCommit } from './export.ts';
import { fetchCommit } from './fetch.ts';
import { exportFolder } from './folder.ts';
import type { Git } from './git.ts';
import { pin, type Source } from './pin.ts';

/** A Candidate, pinned, and the way to write its tree into an empty folder. */
export interface Found {
  readonly candidate: Candidate;
  readonly exportTo: (dir: string) => Promise<Result<Candidate>>;
}

export interface FindTools {
  readonly git: Git;
  /** Gone when this process is. */
  readonly runDir: string;
  readonly emit: (event: Event) => void;
}

/** From a name that may move to a tree that can't. Without a ref the folder counts as it stands. */
export function findCandidate(source: Source, ref: string | undefined, tools: FindTools): Promise<Result<Found>> {
  return ref === undefined ? findFolder(source, tools) : findCommit(source, ref, tools);
}

async function findFolder(source: Source, tools: FindTools): Promise<Result<Found>> {
  const scratch = join(tools.runDir, 'folder');
  await mkdir(scratch);
  const found = await exportFolder(source, scratch, undefined, tools.git);
  await rm(scratch, { recursive: true, force: true });
  if (!found.ok) return found;
  // A folder that equals its commit is that commit.
  const committed = await findCommit(source, 'HEAD', tools);
  if (committed.ok && committed.value.candidate.tree === found.value.tree) return committed;
  return ok({ candidate: found.value, exportTo: (dir) => exportSameFolder(source, found.value, dir, tools.git) });
}

async function findCommit(source: Source, ref: string, { git, runDir, emit }: FindTools): Promise<Result<Found>> {
  const started = performance.now();
  emit({ is: 'phase-started', phase: 'fetch', label: ref });
  const pinned = await pin(source, ref, git);
  if (!pinned.ok) return pinned;
  const repository = join(runDir, `${pinned.value.commit}.git`);
  const fetched = await fetchCommit(pinned.value, repository, git);
  emit({ is: 'phase-ended', phase: 'fetch', ms: performance.now() - started, cached: false });
  if (!fetched.ok) return fetched;
  return ok({
    candidate: fetched.value,
    exportTo: (dir) => exportCommit(fetched.value, repository, dir, treeOwner(), git),
  });
}

async function exportSameFolder(
  source: Source,
  expected: Candidate,
  dir: string,
  git: Git,
): Promise<Result<Candidate>> {
  const exported = await exportFolder(source, dir, treeOwner(), git);
  if (!exported.ok || exported.value.tree === expected.tree) return exported;
  return fail(problem('folder-changed', `${source.shown} changed while it was being read`, { fix: 'run it again' }));
}
