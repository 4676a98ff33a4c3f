import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { canaryOf } from '../../../harness/model/canary.ts';
import { readVaultFolder } from '../../../harness/vault/files.ts';
import { loadVault, type LoadedVault, readVault } from '../../../harness/vault/load.ts';

/** Content of a vault by path. */
export interface VaultFiles {
  readonly [path: string]: string | Uint8Array;
}

/** A vault.yaml that suits scenarios of every kind. */
export const settings = `name: Accounts API
candidate:
  start: node server.js
  port: 3000
  bin: { notes: node cli.js }
`;

/** Writes a vault, lets `look` at its folder, and removes it. */
export function inVault<T>(files: VaultFiles, look: (dir: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'vault-'));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), content);
    }
    return look(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** Loads a vault, and leaves out what is advised on a scenario as a whole: most that are written for a test are of one step. */
export function load(files: VaultFiles): LoadedVault {
  const loaded = inVault({ 'vault.yaml': settings, ...files }, loadVault);
  return { ...loaded, problems: loaded.problems.filter(({ code }) => !onTheWhole.includes(code)) };
}

/** What is advised on a scenario as a whole. */
export const onTheWhole: readonly string[] = ['no-assertion', 'vacuous', 'unused-variable', 'guessable-literal'];

/** Loads a vault as `holdout check` does where its author has taken to canaries: those that are missing are advised. */
export function checked(dir: string): LoadedVault {
  const folder = readVaultFolder(dir);
  const asks = /^canary:/m.test(folder.settings?.text ?? '');
  return readVault(folder, asks ? () => canaryOf('9d2e4f60-7a1b-4c3d-8e5f-0a1b2c3d4e5f') : undefined);
}

/** Loads one scenario: `steps` is the YAML below `steps:`, `top` what else stands at the top. */
export function loadSteps(steps: string, top = ''): LoadedVault {
  const indented = steps.trimEnd().replaceAll(/^/gm, '  ');
  return load({ 'scenario.yaml': `name: A promise\n${top}steps:\n${indented}\n` });
}

export const codesOf = ({ problems }: LoadedVault): readonly string[] => problems.map(({ code }) => code);
