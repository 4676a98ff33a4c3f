import { existsSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Candidate } from '../model/candidate.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { closest } from '../vault/suggest.ts';
import type { Git } from './git.ts';

/** Where a candidate's commit can be fetched from. */
export interface Source {
  /** As the owner gave it, without credentials. */
  readonly shown: string;
  /** What `git fetch` takes; for a path a file: URL, so that git copies objects and checks them. */
  readonly url: string;
  readonly local?: { readonly gitDir: string; readonly workTree?: string };
}

/** A commit that a ref named when it was looked at. What it holds is checked when it is exported. */
export interface Pinned {
  readonly source: Source;
  readonly label: string;
  readonly commit: string;
}

const remoteUrl = /^(https|ssh|file):\/\//;
/** `git@host:path`, which git reads as ssh. */
const scpLike = /^[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+:[^:]/;

/** Finds the repository: a local path or an https, ssh or file URL. */
export async function findSource(repo: string, git: Git): Promise<Result<Source>> {
  if (scpLike.test(repo) || (remoteUrl.test(repo) && !repo.startsWith('file:'))) {
    return ok({ shown: withoutCredentials(repo), url: repo });
  }
  if (/^[a-z+]+:\/\//.test(repo) && !repo.startsWith('file:')) {
    return fail(problem('unknown-protocol', `"${repo}" is neither a path nor an https, ssh or file URL`));
  }
  const path = repo.startsWith('file:') ? new URL(repo).pathname : resolve(repo);
  if (!existsSync(path))
    return fail(problem('no-repository', `there is no ${path}`, { fix: 'give the path or URL of a git repository' }));
  if (!statSync(path).isDirectory()) return fail(problem('no-repository', `${path} is a file, not a git repository`));
  const real = realpathSync(path);
  const answer = await git(['-C', real, 'rev-parse', '--absolute-git-dir', '--is-bare-repository']);
  if (answer.code !== 0) {
    return fail(
      problem('no-repository', `${path} is not a git repository`, {
        fix: `git -C ${path} init && git -C ${path} add -A && git -C ${path} commit -m "first"`,
      }),
    );
  }
  const [gitDir = '', bare] = answer.stdout.toString('utf8').trim().split('\n');
  const top = bare === 'true' ? undefined : await git(['-C', real, 'rev-parse', '--show-toplevel']);
  const workTree = top?.code === 0 ? top.stdout.toString('utf8').trim() : undefined;
  return ok({
    shown: path,
    url: pathToFileURL(gitDir).href,
    local: { gitDir, ...(workTree === undefined || workTree === '' ? {} : { workTree }) },
  });
}

/** The commit that `ref` names now: a branch, a tag, a full id; on a local path anything `git rev-parse` takes. */
export async function pin(source: Source, ref: string, git: Git): Promise<Result<Pinned>> {
  if (ref.startsWith('-')) return fail(problem('no-such-ref', `"${ref}" is not a ref`));
  const commit =
    source.local === undefined
      ? await askRemote(source, ref, git)
      : await askLocal(source.local.gitDir, source.shown, ref, git);
  return commit.ok ? ok({ source, label: ref, commit: commit.value }) : commit;
}

async function askLocal(gitDir: string, shown: string, ref: string, git: Git): Promise<Result<string>> {
  const answer = await git([
    '--git-dir',
    gitDir,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${ref}^{commit}`,
  ]);
  const commit = answer.stdout.toString('utf8').trim();
  if (answer.code === 0 && isObjectId(commit)) return ok(commit);
  const listed = await git([
    '--git-dir',
    gitDir,
    'for-each-ref',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/tags',
    'refs/remotes',
  ]);
  return noSuchRef(
    ref,
    shown,
    listed.stdout
      .toString('utf8')
      .split('\n')
      .filter((name) => name !== ''),
  );
}

async function askRemote(source: Source, ref: string, git: Git): Promise<Result<string>> {
  if (isObjectId(ref)) return ok(ref);
  const answer = await git(['ls-remote', '--quiet', '--end-of-options', source.url], { network: true });
  if (answer.code !== 0) {
    return fail(
      problem('unreachable-repository', `${source.shown} could not be read`, { notes: lastLines(answer.stderr) }),
    );
  }
  const refs = new Map(
    answer.stdout
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const [id = '', name = ''] = line.split('\t');
        return [name, id];
      }),
  );
  const names = [`refs/heads/${ref}`, `refs/tags/${ref}^{}`, `refs/tags/${ref}`, `refs/${ref}`, ref];
  const found = names.map((name) => refs.get(name)).find((id) => id !== undefined);
  if (found !== undefined) return ok(found);
  return noSuchRef(
    ref,
    source.shown,
    [...refs.keys()].map((name) => name.replace(/^refs\/(heads|tags)\//, '')).filter((name) => !name.endsWith('^{}')),
  );
}

function noSuchRef(ref: string, shown: string, names: readonly string[]): Result<never> {
  if (names.length === 0) {
    return fail(problem('empty-repository', `${shown} has no commits yet`, { fix: 'commit something first' }));
  }
  const near = closest(ref, names);
  return fail(
    problem('no-such-ref', `${shown} has no ref "${ref}"`, {
      ...(near === undefined
        ? { notes: [`it has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`] }
        : { fix: `did you mean "${near}"?` }),
    }),
  );
}

/** Fetches one commit into a bare repository of our own, which checks every object against its id. */
export async function fetchCommit(
  pinned: Pinned,
  into: string,
  git: Git,
): Promise<Result<Candidate & { readonly commit: string }>> {
  const { source, commit, label } = pinned;
  const made = await git(['init', '--quiet', '--bare', `--object-format=${algorithmOf(commit)}`, into]);
  if (made.code !== 0)
    return fail(problem('git-failed', 'git could not make a repository', { notes: lastLines(made.stderr) }));
  const options = [
    '--quiet',
    '--depth=1',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--no-auto-gc',
  ];
  const fetched = await git(['--git-dir', into, 'fetch', ...options, '--end-of-options', source.url, commit], {
    network: source.local === undefined,
  });
  if (fetched.code !== 0) {
    return fail(
      problem('unreachable-commit', `${commit} could not be fetched from ${source.shown}`, {
        notes: lastLines(fetched.stderr),
      }),
    );
  }
  const answer = await git([
    '--git-dir',
    into,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${commit}^{tree}`,
  ]);
  const tree = answer.stdout.toString('utf8').trim();
  if (!isObjectId(tree)) return fail(problem('unreachable-commit', `${commit} is not a commit of ${source.shown}`));
  return ok({ label, repo: source.shown, commit, tree });
}

const isObjectId = (text: string): boolean => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
export const algorithmOf = (id: string): 'sha1' | 'sha256' => (id.length === 64 ? 'sha256' : 'sha1');
const lastLines = (text: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .slice(-3)
    .filter((line) => line !== '');

function withoutCredentials(url: string): string {
  if (!remoteUrl.test(url)) return url;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}
