import { existsSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { closest } from '../vault/suggest.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import { isObjectId } from './object-id.ts';
import { inFull, refsNamed } from './ref-name.ts';

/** Where a candidate's commit can be fetched from. */
export interface Source {
  /** As the owner gave it, without credentials. */
  readonly shown: string;
  /** What `git fetch` takes; for a path a file: URL, so that git copies objects and checks them. */
  readonly url: string;
  readonly local?: LocalRepository;
}

/** Absolute folders of this machine. */
interface LocalRepository {
  readonly gitDir: string;
  readonly workTree?: string;
  /** A repository of ours without names, which has all its objects and more; see `view.ts`. */
  readonly view?: string;
}

/** A commit that a ref named when it was looked at. What it holds is checked when it is exported. */
export interface Pinned {
  readonly source: Source;
  readonly label: string;
  readonly commit: string;
}

/** `git@host:path`, which git reads as ssh. */
const scpLike = /^[A-Za-z0-9_.-]+@[A-Za-z0-9_.-]+:[^:]/;

/** Finds the repository: a local path or an https, ssh or file URL. */
export async function findSource(repo: string, git: Git): Promise<Result<Source>> {
  if (scpLike.test(repo)) return ok({ shown: repo, url: repo });
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(repo)?.[1];
  switch (scheme) {
    case undefined:
      return findLocal(resolve(repo), git);
    case 'file': {
      const path = pathOf(repo);
      return path.ok ? findLocal(path.value, git) : path;
    }
    case 'https':
    case 'ssh':
      return remote(repo);
    default:
      return fail(problem('unknown-protocol', `"${scheme}://" is neither a path nor an https, ssh or file URL`));
  }
}

function remote(repo: string): Result<Source> {
  const parsed = URL.canParse(repo) ? new URL(repo) : undefined;
  // Not shown: it may hold credentials, which can't be told apart in what can't be read.
  if (parsed === undefined || parsed.hostname === '')
    return fail(
      problem('no-repository', 'the URL names no host', { fix: 'write https://host/path or ssh://host/path' }),
    );
  parsed.username = '';
  parsed.password = '';
  return ok({ shown: parsed.href, url: repo });
}

function pathOf(fileUrl: string): Result<string> {
  try {
    const url = new URL(fileUrl);
    if (url.search === '' && url.hash === '') return ok(fileURLToPath(url));
  } catch {
    // Another machine's file, or bytes that no path has.
  }
  return fail(
    problem('no-repository', `"${fileUrl}" names no folder of this machine`, {
      fix: 'write file:///path, with %25 for "%", %3F for "?" and %23 for "#"',
    }),
  );
}

async function findLocal(path: string, git: Git): Promise<Result<Source>> {
  if (!existsSync(path))
    return fail(problem('no-repository', `there is no ${path}`, { fix: 'give the path or URL of a git repository' }));
  if (!statSync(path).isDirectory()) return fail(problem('no-repository', `${path} is a file, not a git repository`));
  const real = realpathSync(path);
  const answer = await git.run(['rev-parse', '--is-bare-repository', '--absolute-git-dir'], { folder: real });
  if (!answer.ok) return answer;
  // The path is the last of the two, for it may hold newlines.
  const [, bare, gitDir] = /^(true|false)\n(.+)\n$/s.exec(answer.value.stdout) ?? [];
  if (answer.value.code !== 0 || gitDir === undefined) {
    return fail(
      problem('no-repository', `${path} is not a git repository`, {
        notes: whyNot(answer),
        fix: 'there: git init && git add -A && git commit -m "first"',
      }),
    );
  }
  const workTree = bare === 'true' ? undefined : holderOf(real);
  return ok({
    shown: path,
    url: pathToFileURL(gitDir).href,
    local: { gitDir, ...(workTree === undefined ? {} : { workTree }) },
  });
}

/** The folder that a repository was found in. Its own settings may name any other folder as its files: they aren't asked. */
function holderOf(path: string): string | undefined {
  if (existsSync(join(path, '.git'))) return path;
  return dirname(path) === path ? undefined : holderOf(dirname(path));
}

/**
 * The commit that `ref` names now: a full id, a branch, a tag, in this order; else any other ref, and on a local path anything
 * `git rev-parse` takes. A name that is a branch and a tag is the branch, here and at a remote, also within `main~2`.
 */
export async function pin(source: Source, ref: string, git: Git): Promise<Result<Pinned>> {
  if (ref === '') {
    const fix = 'leave --ref out to judge the folder as it stands';
    return fail(problem('no-such-ref', 'an empty --ref names nothing', { fix }));
  }
  if (ref.startsWith('-')) return fail(problem('no-such-ref', `"${ref}" is not a ref`));
  const commit =
    source.local === undefined
      ? await askRemote(source, ref, git)
      : await askLocal(source.local, source.shown, ref, git);
  return commit.ok ? ok({ source, label: ref, commit: commit.value }) : commit;
}

async function askLocal(
  { gitDir, view = gitDir }: LocalRepository,
  shown: string,
  ref: string,
  git: Git,
): Promise<Result<string>> {
  const full = await inFull(ref, gitDir, git);
  if (!full.ok) return full;
  // In two steps: `:/text` and the like would take what is written behind them for their own.
  const named = await idOf(full.value, gitDir, git);
  if (!named.ok) return named;
  if (named.value === undefined) {
    const names = await refNames(gitDir, git);
    return names.ok ? noSuchRef(ref, shown, names.value) : names;
  }
  const commit = await idOf(`${named.value}^{commit}`, view, git);
  if (!commit.ok) return commit;
  if (commit.value !== undefined) return ok(commit.value);
  const kind = await git.run(['cat-file', '-t', named.value], { gitDir: view });
  if (!kind.ok) return kind;
  return fail(
    problem(
      'no-such-ref',
      kind.value.code === 0
        ? `"${ref}" names a ${kind.value.stdout.trim()}, not a commit`
        : `${shown} has no commit ${named.value}`,
    ),
  );
}

/** The object that an expression names, if any. A full id is taken as it is, whether or not there is such an object. */
async function idOf(expression: string, gitDir: string, git: Git): Promise<Result<string | undefined>> {
  const answer = await git.run(['rev-parse', '--verify', '--quiet', '--end-of-options', expression], { gitDir });
  if (!answer.ok) return answer;
  const id = answer.value.stdout.trim();
  return ok(answer.value.code === 0 && isObjectId(id) ? id : undefined);
}

/** Names to choose another ref from; none when there is no commit. */
async function refNames(gitDir: string, git: Git): Promise<Result<readonly string[]>> {
  const args = ['for-each-ref', '--count=1000', '--format=%(refname:short)', 'refs/heads', 'refs/tags', 'refs/remotes'];
  const listed = await git.run(args, { gitDir });
  if (!succeeded(listed)) return fail(problem('git-failed', 'git could not list the refs', { notes: whyNot(listed) }));
  const names = listed.value.stdout.split('\n').filter((name) => name !== '');
  if (names.length > 0) return ok(names);
  const head = await idOf('HEAD', gitDir, git);
  return head.ok ? ok(head.value === undefined ? [] : ['HEAD']) : head;
}

async function askRemote(source: Source, ref: string, git: Git): Promise<Result<string>> {
  const answer = await git.run(['ls-remote', '--quiet', '--end-of-options', source.url], { network: true });
  if (!succeeded(answer)) {
    return fail(problem('unreachable-repository', `${source.shown} could not be read`, { notes: whyNot(answer) }));
  }
  if (isObjectId(ref)) return ok(ref);
  const refs = new Map(
    answer.value.stdout
      .split('\n')
      .map((line) => line.split('\t'))
      .flatMap(([id = '', name = '']) => (isObjectId(id) ? [[name, id] as const] : [])),
  );
  const names = [...refsNamed(ref), ref];
  // Behind `^{}` stands the commit of a tag that is an object of its own.
  const found = names.map((name) => refs.get(`${name}^{}`) ?? refs.get(name)).find((id) => id !== undefined);
  if (found !== undefined) return ok(found);
  const known = [...refs.keys()].filter((name) => !name.endsWith('^{}'));
  return noSuchRef(
    ref,
    source.shown,
    known.map((name) => name.replace(/^refs\/(heads|tags)\//, '')),
  );
}

function noSuchRef(ref: string, shown: string, names: readonly string[]): Result<never> {
  if (names.length === 0) {
    return fail(problem('empty-repository', `${shown} has no commits yet`, { fix: 'commit something first' }));
  }
  const near = closest(ref, names);
  const isShortId = /^[0-9a-f]{7,}$/.test(ref);
  return fail(
    problem('no-such-ref', `${shown} has no ref "${ref}"`, {
      ...(near === undefined
        ? { notes: [`it has ${names.slice(0, 8).join(', ')}${names.length > 8 ? ', …' : ''}`] }
        : { fix: `did you mean "${near}"?` }),
      ...(isShortId ? { fix: 'if it is the id of a commit, give it in full' } : {}),
    }),
  );
}
