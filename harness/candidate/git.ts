import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { type GitEnd, type GitProcess, startGit } from './git-process.ts';

/** What one call of git may use: repositories are the worker's. Milliseconds and bytes. */
export const gitLimits = {
  /** Time to look something up, here or at a remote. */
  lookUp: 60_000,
  /** Time to copy a commit, or to read all its files. */
  transfer: 600_000,
  /** What it may print when that is collected. */
  output: 64 * 1024 ** 2,
  /** One file that it writes: the pack that a fetch brings. */
  pack: 4 * 1024 ** 3,
  /** Address space of each of its processes. */
  memory: 4 * 1024 ** 3,
} as const;
type GitLimits = { readonly [name in keyof typeof gitLimits]: number };

/** Git for repositories that a worker controls. Nothing throws for what git or a repository does. */
export interface Git {
  /** Runs it to its end and collects what it prints. Its own failure is an answer, with a code; a Problem is no answer. */
  run(args: readonly string[], options?: GitOptions): Promise<Result<GitAnswer>>;
  /** Starts it, for output that is read as it comes. */
  start(args: readonly string[], options?: GitOptions): GitProcess;
}

/** All paths are absolute. */
export interface GitOptions {
  /** Where git looks for a repository. */
  readonly folder?: string;
  /** The repository itself. */
  readonly gitDir?: string;
  /** Where its files are, whatever its own settings say. */
  readonly workTree?: string;
  readonly input?: string;
  /** The call needs the user's own keys, certificates and proxies. */
  readonly network?: boolean;
  /** `lookUp` unless stated. */
  readonly deadline?: 'lookUp' | 'transfer';
}

interface GitAnswer extends GitEnd {
  readonly stdout: string;
}

/** Nothing here lets a repository choose what runs: no hooks, no monitors, no filters, no transports but the named ones. */
const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'core.sshCommand=ssh -oBatchMode=yes -oConnectTimeout=30 -oServerAliveInterval=15 -oControlMaster=no',
  'safe.bareRepository=all',
  'protocol.allow=never',
  'protocol.https.allow=always',
  'protocol.ssh.allow=always',
  'protocol.file.allow=always',
  'http.lowSpeedLimit=1000',
  'http.lowSpeedTime=60',
  // What comes is written to one file, which the limit `pack` holds for. Git recomputes the ids of what is in it; whether
  // the tree is one that may be judged is asked when it is exported, of a candidate that is known by then.
  'fetch.unpackLimit=1',
  'pack.threads=4',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

/** Upload-pack runs in the source repository with a cleaned environment: this file is all that it still reads of ours. */
const globalSettings = `[safe]
	directory = *
[uploadpack]
	allowAnySHA1InWant = true
[core]
	hooksPath = /dev/null
	packedGitLimit = 1g
	packedGitWindowSize = 64m
[pack]
	threads = 4
`;

const ownEnvironment = {
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C.UTF-8',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_LFS_SKIP_SMUDGE: '1',
  GIT_OPTIONAL_LOCKS: '0',
};

/** The user's own settings that a fetch from a remote needs: keys, certificates, proxies. No other git call sees them. */
const fetchEnvironment = [
  'HOME',
  'SSH_AUTH_SOCK',
  'GIT_SSL_CAINFO',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'HTTPS_PROXY',
  'https_proxy',
  'NO_PROXY',
  'no_proxy',
];

/**
 * Git that reads no configuration but its own (a file in `dir`, which is made), never replaces objects, never asks, never
 * fetches lazily, and ends with all it started at a limit or when `signal` aborts.
 */
export function safeGit(
  dir: string,
  { signal, limits = gitLimits }: { readonly signal?: AbortSignal; readonly limits?: GitLimits } = {},
): Git {
  const global = join(dir, 'gitconfig');
  mkdirSync(dir, { recursive: true });
  writeFileSync(global, globalSettings);
  const alone = { GIT_CONFIG_GLOBAL: global, HOME: dir, GIT_SSH_COMMAND: 'false' };

  const start: Git['start'] = (args, options = {}) =>
    startGit({
      name: nameOf(args),
      args: [...settings.flatMap((setting) => ['-c', setting]), ...placeOf(options), ...args],
      env: { ...ownEnvironment, ...(options.network === true ? inherited(fetchEnvironment) : alone) },
      input: options.input ?? '',
      deadline: limits[options.deadline ?? 'lookUp'],
      memory: limits.memory,
      fileSize: limits.pack,
      signal,
    });
  const run: Git['run'] = async (args, options) => {
    await using child = start(args, options);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of child.stdout) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > limits.output)
        return fail(problem('git-failed', `${nameOf(args)} was stopped: it printed more than ${limits.output} bytes`));
    }
    const end = await child.ended;
    return end.ok ? ok({ ...end.value, stdout: Buffer.concat(chunks).toString('utf8') }) : end;
  };
  return { run, start };
}

/** Whether git did what it was asked. */
export function succeeded<T extends GitEnd>(end: Result<T>): end is { readonly ok: true; readonly value: T } {
  return end.ok && end.value.code === 0;
}

/** Why it didn't, for the notes of a Problem: why the judge ended it, or git's last lines. */
export function whyNot(end: Result<GitEnd>): readonly string[] {
  if (!end.ok) return end.problems.flatMap(({ message, notes = [] }) => [message, ...notes]);
  const lines = end.value.stderr.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-3);
}

const nameOf = (args: readonly string[]): string => `git ${args[0] ?? ''}`;

const placeOf = ({ folder, gitDir, workTree }: GitOptions): readonly string[] => [
  ...(folder === undefined ? [] : ['-C', folder]),
  ...(gitDir === undefined ? [] : [`--git-dir=${gitDir}`]),
  ...(workTree === undefined ? [] : ['-C', workTree, `--work-tree=${workTree}`]),
];

function inherited(names: readonly string[]): { readonly [name: string]: string } {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}
