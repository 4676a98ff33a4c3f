import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { isEncryptedFile } from './encrypted.ts';

/** A vault, and the one file of it that is asked about, if it is only one. */
export interface Asked {
  readonly dir: string;
  /** Relative to the vault, with forward slashes. */
  readonly file?: string;
}

/**
 * The vault that is meant when none is named: $HOLDOUT_VAULT, else the nearest one from `starts` upwards, where each folder
 * may be a vault itself, or have one beside it as `holdout init` makes them: `shop-vault` for `shop`.
 */
export function usualVault(...starts: readonly string[]): Result<string> {
  const named = process.env['HOLDOUT_VAULT'];
  if (named !== undefined && named !== '') return ok(named);
  for (const start of starts) {
    for (let folder = resolve(start); ; folder = dirname(folder)) {
      const found = [`${folder}-vault`, folder].find(isVault);
      if (found !== undefined) return ok(found);
      if (folder === dirname(folder)) break;
    }
  }
  return fail(
    problem('no-vault-file', 'no vault was named, and there is none here or beside this folder', {
      fix: 'name one with --vault or $HOLDOUT_VAULT, or make one with: holdout init',
    }),
  );
}

/** What a path means: a vault, in a folder or encrypted in a file; or a file in one, whose vault is the nearest folder upwards with a vault.yaml. */
export function findVault(path: string): Result<Asked> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true || isEncryptedFile(path)) return ok({ dir: path });
  const file = join(realpathSync(dirname(path)), basename(path));
  const dir = vaultAbove(dirname(file));
  if (dir === undefined) {
    return fail(
      problem('no-vault-file', `${path} is in no vault: no folder above it has a vault.yaml`, {
        fix: 'give the folder of the vault',
      }),
    );
  }
  return ok({ dir, file: relative(dir, file).split(sep).join('/') });
}

/** The nearest folder, from `dir` upwards, that has a vault.yaml. */
export function vaultAbove(dir: string): string | undefined {
  for (let folder = dir; ; folder = dirname(folder)) {
    if (isVault(folder)) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

const isVault = (folder: string): boolean =>
  lstatSync(join(folder, 'vault.yaml'), { throwIfNoEntry: false })?.isFile() === true;
