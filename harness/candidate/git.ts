import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface GitAnswer {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

export interface Git {
  /** Runs git and collects what it says. Never throws for git's own failure. */
  (args: readonly string[], options?: { readonly input?: string; readonly network?: boolean }): Promise<GitAnswer>;
}

/** Nothing here lets a repository choose what runs: no hooks, no monitors, no filters, no transports but the named ones. */
const config = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'core.sshCommand=ssh -oBatchMode=yes',
  'safe.bareRepository=all',
  'protocol.allow=never',
  'protocol.https.allow=always',
  'protocol.ssh.allow=always',
  'protocol.file.allow=always',
  'transfer.fsckObjects=true',
  'submodule.recurse=false',
  'gc.auto=0',
  'maintenance.auto=false',
];

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
 * Git for repositories that a worker controls. Reads no configuration but its own (a file in `dir`, which must exist),
 * never replaces objects, never asks, never fetches lazily. @param program absolute path of git.
 */
export function safeGit(dir: string): Git {
  const global = join(dir, 'gitconfig');
  mkdirSync(dir, { recursive: true });
  // upload-pack runs in the source repository with a cleaned environment; this file is the one thing it still reads.
  writeFileSync(
    global,
    '[safe]\n\tdirectory = *\n[uploadpack]\n\tallowAnySHA1InWant = true\n[core]\n\thooksPath = /dev/null\n',
  );
  return (args, { input, network = false } = {}) =>
    new Promise((resolve) => {
      const child = spawn('git', [...config.flatMap((setting) => ['-c', setting]), ...args], {
        cwd: '/',
        env: {
          PATH: '/usr/local/bin:/usr/bin:/bin',
          LC_ALL: 'C.UTF-8',
          GIT_CONFIG_NOSYSTEM: '1',
          GIT_NO_REPLACE_OBJECTS: '1',
          GIT_NO_LAZY_FETCH: '1',
          GIT_TERMINAL_PROMPT: '0',
          GIT_LFS_SKIP_SMUDGE: '1',
          GIT_OPTIONAL_LOCKS: '0',
          ...(network
            ? Object.fromEntries(
                fetchEnvironment.flatMap((name) =>
                  process.env[name] === undefined ? [] : [[name, process.env[name]]],
                ),
              )
            : { GIT_CONFIG_GLOBAL: global, HOME: dir, GIT_SSH_COMMAND: 'false' }),
        },
        stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      });
      const out: Buffer[] = [];
      let stderr = '';
      child.stdout?.on('data', (chunk: Buffer) => void out.push(chunk));
      child.stderr?.on('data', (chunk: Buffer) => {
        if (stderr.length < 10_000) stderr += chunk.toString('utf8');
      });
      child.stdin?.on('error', () => {});
      child.stdin?.end(input);
      child.once('error', (error) => resolve({ code: 127, stdout: Buffer.alloc(0), stderr: error.message }));
      child.once('close', (code) => resolve({ code: code ?? 128, stdout: Buffer.concat(out), stderr }));
    });
}
