import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Candidate } from '../model/candidate.ts';
import type { Event } from '../model/event.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { treeOwner } from './build.ts';
import type { CanaryWatch } from './canary-watch.ts';
import { exportTree } from './export.ts';
import { fetchCommit, fetchHistory } from './fetch.ts';
import { exportFolder } from './folder.ts';
import type { Git } from './git.ts';
import { canMerge, mergeCommits } from './merge.ts';
import { pin, type Pinned, type Source } from './pin.ts';

/** A Candidate, pinned, and the way to write its tree into an empty folder, with somebody looking on. */
export interface Found {
  readonly candidate: Candidate;
  readonly exportTo: (dir: string, watch?: CanaryWatch) => Promise<Result<Candidate>>;
}

export interface FindTools {
  readonly git: Git;
  /** Gone when this process is. */
  readonly runDir: string;
  readonly emit: (event: Event) => void;
  /** By name: what was looked up already stays what it was then. */
  readonly pinned?: ReadonlyMap<string, Pinned>;
}

/** What is wanted of a source. */
export interface Wanted {
  /** A branch, a tag, a commit. Without it the folder counts as it stands. */
  readonly ref?: string;
  /** Another one: the candidate is what merging `ref` into it would give. */
  readonly onto?: string;
  /** What the candidate is called; as `ref` says, unless stated. */
  readonly label?: string;
}

/** From names that may move to a tree that can't. */
export async function findCandidate(source: Source, wanted: Wanted, tools: FindTools): Promise<Result<Found>> {
  const found = await findNamed(source, wanted, tools);
  const { label } = wanted;
  if (!found.ok || label === undefined) return found;
  return ok({ ...found.value, candidate: { ...found.value.candidate, label } });
}

async function findNamed(source: Source, { ref, onto }: Wanted, tools: FindTools): Promise<Result<Found>> {
  if (onto === undefined) return ref === undefined ? findFolder(source, tools) : findCommit(source, ref, tools);
  if (ref === undefined)
    return fail(problem('no-ref', 'a folder as it stands is merged into nothing', { fix: 'name a commit with --ref' }));
  if (onto === '')
    return fail(problem('no-such-ref', 'an empty --onto names nothing', { fix: 'leave it out to judge --ref alone' }));
  return findMerge(source, ref, onto, tools);
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
  return ok({
    candidate: found.value,
    exportTo: (dir, watch) => exportSameFolder(source, found.value, dir, tools.git, watch),
  });
}

async function findCommit(source: Source, ref: string, tools: FindTools): Promise<Result<Found>> {
  return fetching(ref, tools, async ({ git, runDir }) => {
    const pinned = await commitOf(source, ref, tools);
    if (!pinned.ok) return pinned;
    const repository = join(runDir, `${pinned.value.commit}.git`);
    const fetched = await fetchCommit(pinned.value, repository, git);
    return fetched.ok ? ok(inRepository(fetched.value, repository, git)) : fetched;
  });
}

async function findMerge(source: Source, ref: string, onto: string, tools: FindTools): Promise<Result<Found>> {
  return fetching(ref, tools, async ({ git, runDir }) => {
    const able = await canMerge(git);
    if (!able.ok) return able;
    const head = await commitOf(source, ref, tools);
    if (!head.ok) return head;
    const target = await commitOf(source, onto, tools);
    if (!target.ok) return target;
    const repository = join(runDir, `${head.value.commit}-${target.value.commit}.git`);
    const both = await fetchHistory(head.value, target.value, repository, git);
    if (!both.ok) return both;
    const merged = await mergeCommits(both.value.head, both.value.onto, repository, git);
    return merged.ok ? ok(inRepository(merged.value, repository, git)) : merged;
  });
}

async function commitOf(source: Source, ref: string, { git, pinned }: FindTools): Promise<Result<Pinned>> {
  const known = pinned?.get(ref);
  return known?.source === source ? ok(known) : pin(source, ref, git);
}

async function fetching(
  label: string,
  tools: FindTools,
  find: (tools: FindTools) => Promise<Result<Found>>,
): Promise<Result<Found>> {
  const started = performance.now();
  tools.emit({ is: 'phase-started', phase: 'fetch', label });
  const found = await find(tools);
  tools.emit({ is: 'phase-ended', phase: 'fetch', ms: performance.now() - started, cached: false });
  return found;
}

const inRepository = (candidate: Candidate, repository: string, git: Git): Found => ({
  candidate,
  exportTo: (dir, watch) => exportTree(candidate, repository, dir, treeOwner(), git, watch),
});

async function exportSameFolder(
  source: Source,
  expected: Candidate,
  dir: string,
  git: Git,
  watch?: CanaryWatch,
): Promise<Result<Candidate>> {
  const exported = await exportFolder(source, dir, treeOwner(), git, watch);
  if (!exported.ok || exported.value.tree === expected.tree) return exported;
  return fail(problem('folder-changed', `${source.shown} changed while it was being read`, { fix: 'run it again' }));
}
