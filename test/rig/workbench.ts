import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The program as it stands in this checkout. */
export const holdoutBin = join(root, 'bin/holdout.mjs');

type Files = { readonly [path: string]: string };

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A private corner of the machine: repositories, vaults, a history and a cache of their own, gone at the end. */
export interface Workbench extends Disposable {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
  /** A repository with one commit of these files on `main`. */
  repo(files: Files, name?: string): string;
  /** One more commit on a branch, which is made when it isn't there. */
  commit(repo: string, branch: string, files: Files): string;
  git(repo: string, ...args: readonly string[]): string;
  /** A private vault. */
  vault(files: Files, name?: string): string;
  holdout(...args: readonly string[]): Promise<Answer>;
  /** The same, still running. */
  start(...args: readonly string[]): ChildProcess;
}

export function workbench(): Workbench {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-bench-'));
  chmodSync(dir, 0o711);
  const env: NodeJS.ProcessEnv = {
    PATH: process.env['PATH'],
    HOME: dir,
    XDG_STATE_HOME: join(dir, 'state'),
    XDG_CACHE_HOME: join(dir, 'cache'),
    TMPDIR: join(dir, 'tmp'),
    NODE_EXTRA_CA_CERTS: process.env['NODE_EXTRA_CA_CERTS'],
  };
  mkdirSync(join(dir, 'tmp'));
  // Compiled code is the same for all of them, and takes a second to make.
  const compiled = join(root, 'node_modules/.cache/holdout');
  mkdirSync(join(dir, 'cache/holdout'), { recursive: true });
  for (const kind of ['lanes', 'compile']) {
    mkdirSync(join(compiled, kind), { recursive: true, mode: 0o700 });
    symlinkSync(join(compiled, kind), join(dir, 'cache/holdout', kind));
  }
  const git = (repo: string, ...args: readonly string[]): string =>
    execFileSync('git', ['-C', repo, '-c', 'user.name=worker', '-c', 'user.email=worker@example.org', ...args], {
      encoding: 'utf8',
      env: { ...env, GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    }).trim();
  const children: ChildProcess[] = [];
  const start = (...args: readonly string[]): ChildProcess => {
    const child = spawn(process.execPath, [holdoutBin, ...args], { cwd: dir, env, stdio: ['pipe', 'pipe', 'pipe'] });
    children.push(child);
    return child;
  };
  return {
    dir,
    env,
    git,
    repo(files, name = 'repo') {
      const repo = join(dir, name);
      mkdirSync(repo);
      git(repo, 'init', '--quiet', '--initial-branch=main');
      write(repo, files);
      git(repo, 'add', '--all');
      git(repo, 'commit', '--quiet', '--allow-empty', '--message', 'first');
      return repo;
    },
    commit(repo, branch, files) {
      const known = git(repo, 'branch', '--list', branch) !== '';
      git(repo, 'checkout', '--quiet', ...(known ? [branch] : ['-b', branch, 'main']));
      write(repo, files);
      git(repo, 'add', '--all');
      git(repo, 'commit', '--quiet', '--message', `change ${branch}`);
      return git(repo, 'rev-parse', 'HEAD');
    },
    vault(files, name = 'vault') {
      const vault = join(dir, name);
      mkdirSync(vault, { mode: 0o700 });
      write(vault, files);
      return vault;
    },
    start,
    holdout: (...args) => finished(start(...args)),
    [Symbol.dispose]() {
      // A test that failed may have left it running.
      for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function write(folder: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/**
 * Runs holdout as an ordinary user, who may not be able to walk to this checkout: it is bound to where that user can, in
 * a mount namespace of its own. For root only.
 */
export function asOrdinaryUser(bench: Workbench, env: NodeJS.ProcessEnv, args: readonly string[]): ChildProcess {
  const checkout = join(bench.dir, 'checkout');
  mkdirSync(checkout, { recursive: true });
  const inCheckout = (path: string): string => (path.startsWith(root) ? join(checkout, path.slice(root.length)) : path);
  const script = 'mount --bind "$1" "$2" && shift 2 && exec "$@"';
  const user = [
    'setpriv',
    `--reuid=${ordinaryUser}`,
    `--regid=${ordinaryUser}`,
    '--clear-groups',
    '--inh-caps=-all',
    '--',
  ];
  const command = [...user, inCheckout(process.execPath), inCheckout(holdoutBin), ...args];
  return spawn(
    'unshare',
    ['--mount', '--propagation', 'private', 'sh', '-c', script, 'sh', root, checkout, ...command],
    {
      env,
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

/** An id that no account has. */
export const ordinaryUser = 54_321;

/** Everything a started command printed, once it ended. */
export function finished(child: ChildProcess): Promise<Answer> {
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => void out.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => void err.push(chunk));
  return new Promise((resolve) => {
    child.once('close', (code) =>
      resolve({ code, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }),
    );
  });
}

/** A candidate: a small server without dependencies. `extra` runs first; `routes` is the inside of its request handler. */
export const server = (routes: string, extra = ''): string => `
import { createServer } from 'node:http';
${extra}
createServer(async (request, response) => {
  const path = request.url;
  const answer = (status, body) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(body)); };
  if (path === '/health') return answer(200, {});
  ${routes}
  answer(404, {});
}).listen(Number(process.env.PORT));
`;

/** A vault.yaml for such a candidate; `more` is appended. */
export const vaultYaml = (more = ''): string => `name: bench
candidate:
  toolchain: [node]
  start: node server.mjs
  port: 3000
  ready: { within: 10s }
${more}`;

/** A scenario of one request. */
export const scenario = (name: string, request: string, expect = '{ status: 200 }', more = ''): string =>
  `name: ${name}\n${more}steps:\n  - http: ${request}\n    expect: ${expect}\n`;
