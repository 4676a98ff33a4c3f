import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canaryOf } from '../model/canary.ts';
import { withCanary } from '../vault/canary.ts';
import { filled } from './attack.ts';

/**
 * Makes a private copy of a vault of the corpus. Each scenario gets a canary of its own, as its key and in its name and its
 * hint: wherever a word of it comes to light, the canary does. The copy is a repository, as vaults mostly are.
 * @returns the canaries, as many as there are scenarios.
 */
export function layOutVault(from: string, to: string, nonce: string): readonly string[] {
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.yaml'));
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const canaries = files.map((path) => {
    const file = join(to, path);
    const canary = canaryOf(randomUUID());
    const text = withCanary(filled(readFileSync(join(from, path), 'utf8'), { NONCE: nonce }), canary);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, path === 'vault.yaml' ? text : everywhere(text, canary), { mode: 0o600 });
    return canary;
  });
  for (const args of [
    ['init', '--quiet', '--initial-branch=main'],
    ['add', '--all'],
    [...author, 'commit', '--quiet', '-m', 'all'],
  ])
    execFileSync('git', ['-C', to, ...args], { env, stdio: 'ignore' });
  return canaries;
}

const everywhere = (text: string, canary: string): string =>
  `hint: It is about ${canary}.\n${text.replace(/^name: (.*)$/m, `name: $1 ${canary}`)}`;

const author = ['-c', 'user.name=owner', '-c', 'user.email=owner@example.org'];
const env = { PATH: '/usr/local/bin:/usr/bin:/bin', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
