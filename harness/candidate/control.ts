import { createReadStream, lstatSync, readdirSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Control } from '../model/control.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { treeOwner } from './build.ts';
import { type Found, type FindTools, findCandidate } from './candidate.ts';
import type { CanaryWatch } from './canary-watch.ts';
import { exportTree } from './export.ts';
import { fetchCommit } from './fetch.ts';
import { succeeded, whyNot } from './git.ts';
import { isObjectId } from './object-id.ts';
import { pin, type Source } from './pin.ts';
import { forbiddenTree } from './tree.ts';
import { hashTree } from './tree-hash.ts';
import { TreeWriter } from './tree-writer.ts';

/** The tree of a control, whether it is a ref, a folder of the vault, or a patch onto a ref. @param vault where its folders and patches are. */
export async function findControl(
  source: Source,
  { name, source: from }: Control,
  vault: string,
  tools: FindTools,
): Promise<Result<Found>> {
  switch (from.is) {
    case 'ref':
      return findCandidate(source, { ref: from.ref, label: name }, tools);
    case 'folder':
      return findFolder(name, join(vault, from.path), tools);
    case 'patch':
      return from.onto === undefined
        ? fail(
            problem('no-control', `nothing says what the patch "${name}" is a patch onto`, {
              fix: 'give it onto: REF',
            }),
          )
        : patched(source, { name, patch: join(vault, from.path), onto: from.onto }, tools);
    default:
      return from satisfies never;
  }
}

async function findFolder(name: string, folder: string, { runDir }: FindTools): Promise<Result<Found>> {
  const scratch = join(runDir, 'control');
  await mkdir(scratch);
  const tree = await copyTree(folder, scratch, undefined);
  await rm(scratch, { recursive: true, force: true });
  if (!tree.ok) return tree;
  const candidate = { label: name, repo: folder, tree: tree.value };
  return ok({
    candidate,
    async exportTo(dir, watch) {
      const copied = await copyTree(folder, dir, treeOwner(), watch);
      if (!copied.ok) return copied;
      return copied.value === candidate.tree
        ? ok(candidate)
        : fail(
            problem('folder-changed', `the control ${name} changed while it was being read`, { fix: 'run it again' }),
          );
    },
  });
}

/** Copies plain files, and @returns the tree id that git would give them. */
async function copyTree(
  folder: string,
  dir: string,
  owner: number | undefined,
  watch?: CanaryWatch,
): Promise<Result<string>> {
  const writer = new TreeWriter(dir, owner, watch);
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  for (const path of paths) {
    const from = join(folder, path);
    const info = lstatSync(from);
    if (info.isDirectory()) continue;
    if (!info.isFile()) return forbiddenTree(path, 'is no plain file, and a control has no others');
    const mode = (info.mode & 0o100) === 0 ? '100644' : '100755';
    const why = await writer.add({ mode, path: Buffer.from(path).toString('latin1') }, createReadStream(from));
    if (why !== undefined) return forbiddenTree(path, why);
  }
  return ok(await hashTree(dir, [], 'sha1'));
}

interface Patched {
  readonly name: string;
  /** The file. */
  readonly patch: string;
  readonly onto: string;
}

async function patched(
  source: Source,
  { name, patch, onto }: Patched,
  { git, runDir }: FindTools,
): Promise<Result<Found>> {
  const pinned = await pin(source, onto, git);
  if (!pinned.ok) return pinned;
  const gitDir = join(runDir, `control-${Buffer.from(name).toString('hex')}.git`);
  const fetched = await fetchCommit(pinned.value, gitDir, git);
  if (!fetched.ok) return fetched;
  const began = await git.run(['read-tree', fetched.value.tree], { gitDir });
  if (!succeeded(began)) return fail(problem('git-failed', `git could not read ${onto}`, { notes: whyNot(began) }));
  const applied = await git.run(['apply', '--cached', '--whitespace=nowarn', '--', patch], { gitDir });
  if (!succeeded(applied))
    return fail(
      problem('bad-patch', `the control ${name} can't be applied to ${onto}`, {
        notes: whyNot(applied),
        fix: `make it anew: git diff ${onto}...`,
      }),
    );
  const written = await git.run(['write-tree'], { gitDir });
  const tree = succeeded(written) ? written.value.stdout.trim() : '';
  if (!isObjectId(tree)) return fail(problem('git-failed', 'git could not write a tree', { notes: whyNot(written) }));
  const candidate = { label: name, repo: source.shown, tree };
  return ok({ candidate, exportTo: (dir, watch) => exportTree(candidate, gitDir, dir, treeOwner(), git, watch) });
}
