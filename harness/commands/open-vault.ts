import { closeSync, fstatSync, openSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { fail, ok, problem, type Problem, type Result } from '../model/problem.ts';
import type { Vault } from '../model/vault.ts';
import { unpack } from '../vault/container.ts';
import { decrypt, isEncrypted, type Keys, wantsPassphrase } from '../vault/encrypted.ts';
import { readVaultFiles, readVaultFolder, type VaultFolder } from '../vault/files.ts';
import { type LoadedVault, readVault } from '../vault/load.ts';
import { passphraseOf, typedPassphrase } from './passphrase.ts';

/** Where the key of a sealed vault is; never the key itself, which others could read off the command line. */
export interface KeyFlags {
  readonly identity?: string;
  readonly passphraseFile?: string;
}

/** Reads and checks a vault, in a folder or sealed in a file, which is opened in memory only. */
export async function openVault(path: string, flags: KeyFlags): Promise<LoadedVault> {
  return readVault(await openVaultFolder(path, flags));
}

/** The same without the checks. */
export async function openVaultFolder(path: string, flags: KeyFlags): Promise<VaultFolder> {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) return readVaultFolder(path);
  const opened = await openSealed(path, flags);
  if (!opened.ok) return { dir: path, scenarios: [], flows: [], controls: [], problems: opened.problems };
  const { files, encrypted } = opened.value;
  return readVaultFiles(realpathSync(path), encrypted, files);
}

interface OpenedVault {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly encrypted: NonNullable<Vault['encrypted']>;
}

/** The files of a sealed vault, by path. */
export async function openSealed(path: string, flags: KeyFlags): Promise<Result<OpenedVault>> {
  const file = readBounded(path, sealedBytes);
  if (!file.ok) return file;
  if (!isEncrypted(file.value)) {
    const yaml = /\.ya?ml$/.test(path);
    const fix = yaml ? 'name the folder that it is in' : 'name its folder, or the file that holdout seal made of it';
    return fail(problem('not-a-vault', `${path} is ${yaml ? 'one file of a vault' : 'no vault'}`, { fix }));
  }
  const key = (await wantsPassphrase(file.value)) ? await findPassphrase(path, flags) : findIdentity(path, flags);
  if (!key.ok) return key;
  const archive = await decrypt(file.value, key.value.keys);
  if (!archive.ok) return archive;
  const files = unpack(archive.value);
  if (!files.ok) return files;
  const { keyFile } = key.value;
  return ok({ files: files.value, encrypted: keyFile === undefined ? {} : { keyFile } });
}

/** For commands that change files: a sealed vault has none to change. */
export const sealedVault = (path: string): Problem =>
  problem('sealed-vault', `${path} is sealed, and its files can't be changed`, {
    fix: `holdout unseal ${path}, change them, then holdout seal`,
  });

/** Bytes of a sealed file: 64 MiB of files that don't get smaller, and what the formats add. */
const sealedBytes = 80 * 1024 ** 2;
/** Bytes of a file that holds a key. */
const keyBytes = 64 * 1024;

interface FoundKey {
  readonly keys: Keys;
  readonly keyFile?: string;
}

function findIdentity(path: string, { identity }: KeyFlags): Result<FoundKey> {
  const named = identity ?? fromEnvironment('HOLDOUT_IDENTITY');
  if (named === undefined) {
    return fail(
      problem('no-key', `${path} is sealed, and no key was named`, {
        fix: 'name the file of a secret key with --identity or $HOLDOUT_IDENTITY',
      }),
    );
  }
  const text = readBounded(named, keyBytes);
  if (!text.ok) return text;
  if (isEncrypted(text.value)) {
    const fix = `age -d ${basename(named)} writes it out; keep that to yourself`;
    return fail(problem('wrong-key', `${named} is itself encrypted, and such keys are not supported`, { fix }));
  }
  return ok({ keys: { identities: linesOf(text.value) }, keyFile: realpathSync(named) });
}

async function findPassphrase(path: string, { passphraseFile }: KeyFlags): Promise<Result<FoundKey>> {
  const named = passphraseFile ?? fromEnvironment('HOLDOUT_PASSPHRASE_FILE');
  if (named !== undefined) {
    const read = passphraseOf(named);
    return read.ok ? ok({ keys: { passphrase: read.value }, keyFile: realpathSync(named) }) : read;
  }
  const typed = await typedPassphrase(`Passphrase of ${path}: `);
  if (typed !== undefined) return ok({ keys: { passphrase: typed } });
  return fail(
    problem('no-key', `${path} is sealed with a passphrase, and nobody is there to type it`, {
      fix: 'name a file that holds it with --passphrase-file or $HOLDOUT_PASSPHRASE_FILE',
    }),
  );
}

/** Lines that are neither empty nor comments, as age has them in files of keys. */
export const linesOf = (bytes: Uint8Array): readonly string[] =>
  Buffer.from(bytes)
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/** A file, when it isn't larger than that. */
export function readBounded(path: string, most: number): Result<Uint8Array> {
  try {
    const file = openSync(path, 'r');
    try {
      if (fstatSync(file).size > most)
        return fail(
          problem('file-too-large', `${path} is larger than ${most} bytes`, { fix: 'is it the right file?' }),
        );
      return ok(readFileSync(file));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return fail(problem('unreadable', `${path} can't be read (${code})`));
  }
}

function fromEnvironment(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
