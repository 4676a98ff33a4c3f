import { delimiter, join, resolve } from 'node:path';
import { safeGit } from '../candidate/git.ts';
import { guardedBranches, PUSH_BYTES, readPush, type Update } from '../candidate/push.ts';
import { exitCodes } from '../model/gate.ts';
import { ok, type Result } from '../model/problem.ts';
import { endWithGit } from './end-with-git.ts';
import type { KeyFlags } from './open-vault.ts';
import { openRunDir } from './places.ts';
import { run } from './run.ts';
import { printable, stop } from './say.ts';

/** What commander makes of `pre-receive`'s options. A push has no say in any of them. */
export interface PreReceiveFlags extends KeyFlags {
  readonly vault: string;
  readonly branch: readonly string[];
  readonly store?: string;
  readonly lanes?: number;
}

/**
 * `holdout pre-receive`: what a git server's hook of that name runs. Judges what a push would make of the guarded branches
 * and lets the rest pass. Git shows whoever pushes what is printed: it is what a worker may read.
 * @returns 0 to take the push; with anything else git refuses all of it.
 */
export async function preReceive(flags: PreReceiveFlags): Promise<number> {
  const { GIT_DIR, GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES = '' } = process.env;
  const repo = resolve(GIT_DIR ?? '.');
  const updates = await guardedUpdates(repo, flags.branch);
  if (!updates.ok) return stop(updates.problems, { audience: 'worker' });
  const forbidden = updates.value.find((update) => whyForbidden(update) !== undefined);
  if (forbidden !== undefined) {
    say(`${shortName(forbidden)}: ${whyForbidden(forbidden) ?? ''}`);
    return exitCodes.deny;
  }
  const objects = [GIT_OBJECT_DIRECTORY ?? '', ...GIT_ALTERNATE_OBJECT_DIRECTORIES.split(delimiter)];
  for (const update of updates.value) {
    say(`judging what ${shortName(update)} would be`);
    using _ = endWithGit();
    const code = await run(repo, {
      ...flags,
      // Never nothing, which would be the folder as it stands: an empty ref names no commit.
      ref: [update.to ?? ''],
      // Not the branch's own name, under which only what it really was is looked up and compared.
      label: `${shortName(update)} (pushed)`,
      objects: objects.filter((folder) => folder !== '').map((folder) => resolve(folder)),
      only: [],
      tag: [],
      runs: 1,
      cell: 'bubblewrap',
      audience: 'worker',
    });
    if (code === exitCodes.allow) continue;
    say(`${shortName(update)} stays as it is${code === exitCodes.deny ? '' : ': without a verdict nothing is taken'}`);
    return code;
  }
  return exitCodes.allow;
}

/** What of the push concerns the guarded branches. */
async function guardedUpdates(repo: string, names: readonly string[]): Promise<Result<readonly Update[]>> {
  using runDir = openRunDir();
  const git = safeGit(join(runDir.dir, 'git'));
  const guarded = await guardedBranches(names, repo, git);
  if (!guarded.ok) return guarded;
  const push = await readPush(await inputText(), repo, git);
  if (!push.ok) return push;
  return ok(push.value.filter((update) => guarded.value.has(update.ref) || isReplacement(update)));
}

/** What git shows in the place of a commit, whatever branch has it, to all who use this repository. */
const isReplacement = ({ ref, to }: Update): boolean => ref.startsWith('refs/replace/') && to !== undefined;

function whyForbidden(update: Update): string | undefined {
  if (isReplacement(update)) return 'a replacement would change what guarded branches show, and is refused';
  return update.to === undefined ? 'this branch is guarded, and deleting it is refused' : undefined;
}

const shortName = ({ ref }: Update): string => ref.replace(/^refs\/heads\//, '');

function say(text: string): void {
  process.stderr.write(`holdout: ${printable(text)}\n`);
}

/** All of standard input; what is longer than any push is cut, and then is none. */
async function inputText(): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size > PUSH_BYTES) return 'too long';
  }
  return Buffer.concat(chunks).toString('utf8');
}
