import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Attack, filled, type GitStep, type Words } from './attack.ts';

/** Where things of the corpus are laid out, and in what surroundings. */
export interface Surroundings {
  /** The corpus. */
  readonly corpus: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Makes the repository of an attack at `repo`, with all of it on `main`. @throws when a git step fails. */
export function layOutAttack(attack: Attack, repo: string, words: Words, where: Surroundings): void {
  const git = startRepository(repo, attack.base, where);
  lay(join(attack.dir, 'tree'), repo, words);
  let last = '';
  for (const step of attack.git) last = act(step, repo, { ...words, LAST: last }, git);
  commit(git, 'attack');
}

/** Makes the repository of a base, which attacks nothing; `edition` makes its tree another one each time. */
export function layOutBase(base: Attack['base'], repo: string, edition: string, where: Surroundings): void {
  const git = startRepository(repo, base, where);
  writeFileSync(join(repo, 'edition.txt'), `${edition}\n`);
  commit(git, 'base');
}

type Git = (...args: readonly string[]) => string;

function startRepository(repo: string, base: Attack['base'], { corpus, env }: Surroundings): Git {
  mkdirSync(repo, { recursive: true });
  // What the attack sets is for whoever judges it.
  const own = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.alternateRefsCommand=true', 'core.pager=cat'];
  const settings = ['user.name=worker', 'user.email=worker@example.org', 'protocol.file.allow=always', ...own];
  const git: Git = (...args) =>
    execFileSync('git', ['-C', repo, ...settings.flatMap((setting) => ['-c', setting]), ...args], {
      encoding: 'utf8',
      env: { ...env, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_NO_REPLACE_OBJECTS: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 26,
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  lay(join(corpus, 'base/good'), repo, {});
  if (base === 'broken') lay(join(corpus, 'base/broken'), repo, {});
  return git;
}

/** Commits what is there, if it is not all committed by a step of the attack's own. */
function commit(git: Git, message: string): void {
  git('add', '--all', '--force');
  if (git('status', '--porcelain', '--ignore-submodules') !== '') git('commit', '--quiet', '--message', message);
}

/** Copies files over others. `dot-npmrc` becomes `.npmrc`: some names may neither be kept in a repository nor be published. */
function lay(from: string, to: string, words: Words): void {
  if (!statSync(from, { throwIfNoEntry: false })?.isDirectory()) return;
  for (const name of readdirSync(from)) {
    const source = join(from, name);
    const target = join(to, name.replace(/^dot-/, '.'));
    if (statSync(source).isDirectory()) {
      mkdirSync(target, { recursive: true });
      lay(source, target, words);
    } else {
      // One character for one byte: what is no text stays as it is.
      writeFileSync(target, filled(readFileSync(source, 'latin1'), words), 'latin1');
      chmodSync(target, (statSync(source).mode & 0o100) === 0 ? 0o644 : 0o755);
    }
  }
}

/** Does one step. @returns what git said, or what it said last. */
function act(step: GitStep, repo: string, words: Words, git: Git): string {
  if (step.do === 'git') return git(...step.args.map((arg) => filled(arg, words)));
  if (step.do === 'commit') {
    git('add', '--all', '--force');
    git('commit', '--quiet', '--allow-empty', '--message', step.message);
    return git('rev-parse', 'HEAD');
  }
  const path = join(repo, filled(step.path, words));
  if (step.do === 'remove') {
    rmSync(path, { recursive: true, force: true });
  } else {
    mkdirSync(dirname(path), { recursive: true });
    if (step.do === 'link') symlinkSync(filled(step.to, words), path);
    else writeFileSync(path, filled(step.text, words), { mode: step.executable ? 0o755 : 0o644 });
  }
  return words['LAST'] ?? '';
}
