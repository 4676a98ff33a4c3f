import { randomUUID } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { printDraft } from '../author/draft.ts';
import { lookAt } from '../author/folder.ts';
import { propose, type Proposal } from '../author/guess/propose.ts';
import { within } from '../author/guess/within.ts';
import { firstDraft, vaultText } from '../author/vault-text.ts';
import { safeGit } from '../candidate/git.ts';
import { findSource } from '../candidate/pin.ts';
import { canaryOf } from '../model/canary.ts';
import { exitCodes } from '../model/gate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { withCanary } from '../vault/canary.ts';
import { initText, shownPath, shownWord } from './init-text.ts';
import { schemaFiles, withModeline } from './modeline.ts';
import { openRunDir } from './places.ts';
import { printable, stop } from './say.ts';

interface InitFlags {
  readonly vault?: string;
  readonly json?: boolean;
}

/** `holdout init`: makes a vault for a repository, outside of it. Nothing of the repository is run. @returns the exit code. */
export async function init(repo: string, flags: InitFlags): Promise<number> {
  const listener = { audience: 'owner', ...flags } as const;
  const found = await workTreeOf(repo);
  if (!found.ok) return stop(found.problems, listener);
  const { top, below, ref } = found.value;
  const dir = resolve(flags.vault ?? join(dirname(top), `${basename(top)}-vault`));
  const free = freeFolder(dir, top, repo);
  if (!free.ok) return stop(free.problems, listener);

  const seen = propose(lookAt(join(top, below), basename(join(top, below))));
  const proposal: Proposal = { ...seen, guesses: within(seen.guesses, below) };
  const first = firstDraft(proposal);
  const made = write(dir, {
    'vault.yaml': withModeline(marked(vaultText(proposal)), 'vault.yaml', 'vault'),
    [first.file]: withModeline(marked(printDraft(first.draft)), first.file, 'scenario'),
    ...schemaFiles(),
  });
  if (!made.ok) return stop(made.problems, listener);
  if (flags.json === true) {
    const document = { version: 1, vault: dir, repository: top, files: ['vault.yaml', first.file], ...proposal };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    process.stdout.write(
      initText({ proposal, vault: shownPath(dir), repo: shownPath(top), file: first.file, ref: shownWord(ref) }),
    );
  }
  return exitCodes.allow;
}

const marked = (text: string): string => withCanary(text, canaryOf(randomUUID()));

interface WorkTree {
  readonly top: string;
  readonly below: string;
  /** The branch that is checked out, else HEAD. */
  readonly ref: string;
}

/** The repository's folder of files, and the part of it that was named. */
async function workTreeOf(repo: string): Promise<Result<WorkTree>> {
  using runDir = openRunDir();
  const git = safeGit(join(runDir.dir, 'git'));
  const source = await findSource(repo, git);
  if (!source.ok) return source;
  const { workTree: top, gitDir } = source.value.local ?? {};
  if (top === undefined || gitDir === undefined) {
    return fail(
      problem('no-folder', `${source.value.shown} has no files here to look at`, {
        fix: 'clone it, and give the path of the clone',
      }),
    );
  }
  const real = realpathSync(top);
  const branch = await git.run(['symbolic-ref', '--quiet', '--short', 'HEAD'], { gitDir });
  return ok({
    top: real,
    ref: branch.ok && branch.value.code === 0 ? printable(branch.value.stdout.trim()) : 'HEAD',
    below: relative(real, realpathSync(resolve(repo)))
      .split(sep)
      .join('/'),
  });
}

function freeFolder(dir: string, top: string, repo: string): Result<undefined> {
  const real = existingPart(dir);
  if (real === top || real.startsWith(top + sep)) {
    return fail(
      problem('vault-in-repository', `the vault ${dir} would lie inside the repository, where the worker can read it`, {
        fix: `choose a folder outside: holdout init ${repo} --vault ${join(dirname(top), `${basename(top)}-vault`)}`,
      }),
    );
  }
  if (!existsSync(dir)) return ok(undefined);
  if (!statSync(dir).isDirectory())
    return fail(problem('vault-exists', `${dir} is a file`, { fix: 'choose another folder with --vault' }));
  const names = readdirSync(dir);
  if (names.length === 0) return ok(undefined);
  return names.includes('vault.yaml')
    ? fail(
        problem('vault-exists', `${dir} is a vault already`, {
          fix: `add to it with: holdout new "a promise" --vault ${dir}`,
        }),
      )
    : fail(problem('vault-exists', `${dir} is not empty`, { fix: 'choose a new folder with --vault' }));
}

/** The real path of a folder that may not be there yet. */
function existingPart(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(existingPart(dirname(path)), basename(path));
}

function write(dir: string, files: { readonly [name: string]: string }): Result<undefined> {
  try {
    // Its owner's alone: the worker may be another user of the machine.
    mkdirSync(dir, { recursive: true });
    chmodSync(dir, 0o700);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text, { flag: 'wx', mode: 0o600 });
    return ok(undefined);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return fail(
      problem('not-writable', `${dir} could not be written (${code})`, { fix: 'choose another folder with --vault' }),
    );
  }
}
