import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { count } from '../../reports/terminal/text.ts';
import { exitCodes } from '../model/gate.ts';
import { fail, ok, problem, type Problem, type Result } from '../model/problem.ts';
import { pack } from '../vault/container.ts';
import { encrypt, isEncryptedFile, type Recipients } from '../vault/encrypted.ts';
import { bytesOf, readVaultFolder, type VaultFolder, vaultLimits } from '../vault/files.ts';
import { sourcesIn } from '../vault/load.ts';
import { shownPath } from './init-text.ts';
import { linesOf, readBounded } from './open-vault.ts';
import { passphraseOf, typedPassphrase } from './passphrase.ts';
import { replacePrivately } from './private-files.ts';
import { printable, stop } from './say.ts';

interface SealFlags {
  readonly to: readonly string[];
  readonly recipientsFile?: string;
  readonly passphrase?: boolean;
  readonly passphraseFile?: string;
  readonly output?: string;
  readonly json?: boolean;
}

/** `holdout seal`: makes one encrypted file of a vault. @returns the exit code. */
export async function seal(path: string, flags: SealFlags): Promise<number> {
  const listener = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const folder = readVaultFolder(path);
  const files = filesOf(folder);
  if (!files.ok) return stop(files.problems, listener);
  const output = resolve(flags.output ?? `${folder.dir}.age`);
  const taken = statSync(output, { throwIfNoEntry: false });
  if (taken !== undefined && !isEncryptedFile(output)) {
    const fix = 'choose another name with -o';
    return stop([problem('file-exists', `${output} is there, and is no sealed vault`, { fix })], listener);
  }
  const to = await recipientsOf(flags);
  if (!to.ok) return stop(to.problems, listener);
  const sealed = await encrypt(pack(files.value), to.value);
  if (!sealed.ok) return stop(sealed.problems, listener);
  const unwritten = replacePrivately(output, sealed.value);
  if (unwritten !== undefined) return stop([unwritten], listener);

  const keys = 'passphrase' in to.value ? undefined : to.value.keys.length;
  if (flags.json === true) {
    const document = { version: 1, vault: folder.dir, file: output, files: files.value.size };
    process.stdout.write(`${JSON.stringify({ ...document, ...(keys === undefined ? {} : { keys }) }, null, 2)}\n`);
    return exitCodes.allow;
  }
  const by = keys === undefined ? 'with a passphrase' : `for ${count(keys, 'key')}`;
  const lines = [
    `Sealed ${count(files.value.size, 'file')} ${by}: ${shownPath(output)}`,
    `The folder is still there. When the file opens, remove it: rm -r ${shownPath(folder.dir)}`,
  ];
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
  return exitCodes.allow;
}

/** Everything that is read of a vault, and what stands in `controls/`. */
function filesOf(folder: VaultFolder): Result<ReadonlyMap<string, Uint8Array>> {
  const troubles: Problem[] = folder.problems.filter(({ severity }) => severity === 'error');
  const files = new Map<string, Uint8Array>();
  let left: number = vaultLimits.totalBytes;
  for (const file of [...sourcesIn(folder).map((source) => source.file), ...controlsOf(folder.dir)]) {
    const bytes = bytesOf(join(folder.dir, file), file, left);
    if (!(bytes instanceof Uint8Array)) troubles.push(bytes);
    else {
      files.set(file, bytes);
      left -= bytes.length;
    }
  }
  if (files.size > vaultLimits.files)
    troubles.push(problem('vault-too-large', `a vault has at most ${vaultLimits.files} files, and this has more`));
  return troubles.length === 0 ? ok(files) : fail(...troubles);
}

/** A link among them can't be read, which is said then. */
function controlsOf(dir: string): readonly string[] {
  const controls = join(dir, 'controls');
  if (statSync(controls, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(controls, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map(({ parentPath, name }) => join(parentPath, name).slice(realpathSync(dir).length + 1))
    .toSorted();
}

async function recipientsOf(flags: SealFlags): Promise<Result<Recipients>> {
  const listed =
    flags.recipientsFile === undefined ? ok(new Uint8Array()) : readBounded(flags.recipientsFile, 1024 ** 2);
  if (!listed.ok) return listed;
  const keys = [...flags.to, ...linesOf(listed.value)];
  const wanted = flags.passphrase === true || flags.passphraseFile !== undefined;
  if (wanted && keys.length > 0) {
    const fix = 'leave out --to and --recipients-file, or the passphrase';
    return fail(problem('bad-recipient', 'a file is sealed for keys or with a passphrase, not both', { fix }));
  }
  if (wanted) return passphraseFor(flags.passphraseFile ?? process.env['HOLDOUT_PASSPHRASE_FILE']);
  if (keys.length > 0) return ok({ keys });
  return fail(
    problem('bad-recipient', 'nobody was named who could open it', {
      fix: 'name public keys with --to age1…, or choose --passphrase',
    }),
  );
}

async function passphraseFor(file: string | undefined): Promise<Result<Recipients>> {
  if (file !== undefined && file !== '') {
    const read = passphraseOf(file);
    return read.ok ? ok({ passphrase: read.value }) : read;
  }
  const passphrase = await typedPassphrase('Passphrase: ');
  const again = passphrase === undefined ? undefined : await typedPassphrase('The same again: ');
  if (passphrase !== undefined && passphrase === again) return ok({ passphrase });
  return fail(
    passphrase === undefined
      ? problem('no-key', 'no passphrase was typed', { fix: 'name a file that holds it with --passphrase-file' })
      : problem('no-key', 'the two passphrases are not the same', { fix: 'try again' }),
  );
}
