import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fail, ok, problem, type Result } from '../model/problem.ts';

/** What a file is encrypted to: keys, or a passphrase; the format has no file for both. */
export type Recipients = { readonly keys: readonly string[] } | { readonly passphrase: string };

/** What opens one: secret keys, or a passphrase. */
export type Keys = { readonly identities: readonly string[] } | { readonly passphrase: string };

/** How such files begin, as bytes or as text. */
const heads = ['age-encryption.org/v1\n', '-----BEGIN AGE ENCRYPTED FILE-----'];

const headOf = (bytes: Uint8Array): string => Buffer.from(bytes.subarray(0, 64)).toString('latin1');

/** Is it a file in the age format? */
export const isEncrypted = (bytes: Uint8Array): boolean => heads.some((head) => headOf(bytes).startsWith(head));

/** The same of a path. What can't be read is none. */
export function isEncryptedFile(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, 'r');
    try {
      const bytes = new Uint8Array(64);
      return isEncrypted(bytes.subarray(0, readSync(file, bytes)));
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}

/** Encrypts in the age format. A key that is none is a Problem. */
export async function encrypt(bytes: Uint8Array, to: Recipients): Promise<Result<Uint8Array>> {
  const { Encrypter } = await import('age-encryption');
  const encrypter = new Encrypter();
  if ('passphrase' in to) encrypter.setPassphrase(to.passphrase);
  else {
    for (const key of to.keys) {
      try {
        encrypter.addRecipient(key);
      } catch {
        const secret = key.startsWith('AGE-SECRET-KEY-');
        return fail(
          problem('bad-recipient', `${secret ? 'a secret key' : JSON.stringify(key.slice(0, 100))} is no recipient`, {
            fix: secret ? 'name the public key, which stands beside it: age1…' : 'public keys of age begin with age1',
          }),
        );
      }
    }
  }
  return ok(await encrypter.encrypt(bytes));
}

/** Is it a passphrase that opens it? Otherwise it is a key. */
export async function wantsPassphrase(file: Uint8Array): Promise<boolean> {
  const raw = await withoutArmor(file);
  return raw.ok && Buffer.from(raw.value.subarray(0, 200)).toString('latin1').includes('\n-> scrypt ');
}

/** What an encrypted file holds, when the keys are right and no bit of it was changed. */
export async function decrypt(file: Uint8Array, keys: Keys): Promise<Result<Uint8Array>> {
  const raw = await withoutArmor(file);
  if (!raw.ok) return raw;
  const { Decrypter } = await import('age-encryption');
  const decrypter = new Decrypter();
  try {
    if ('passphrase' in keys) decrypter.addPassphrase(keys.passphrase);
    else for (const identity of keys.identities) decrypter.addIdentity(identity);
  } catch {
    return fail(
      problem('wrong-key', 'the file of the key holds none', { fix: 'keys of age begin with AGE-SECRET-KEY-' }),
    );
  }
  try {
    return ok(await decrypter.decrypt(raw.value));
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    if (why.startsWith('no identity matched'))
      return fail(
        'passphrase' in keys
          ? problem('wrong-key', 'the vault was sealed with another passphrase')
          : problem('wrong-key', 'the vault was not sealed for this key', {
              fix: 'name the file of a key that it was sealed for, with --identity or $HOLDOUT_IDENTITY',
            }),
      );
    return fail(damaged());
  }
}

const damaged = () =>
  problem('damaged-vault', 'the sealed vault is damaged: a part of it is missing, or was changed', {
    fix: 'get it from where it was sealed, or seal the vault again',
  });

async function withoutArmor(file: Uint8Array): Promise<Result<Uint8Array>> {
  if (!headOf(file).startsWith('-----')) return ok(file);
  const { armor } = await import('age-encryption');
  try {
    return ok(armor.decode(Buffer.from(file).toString('latin1')));
  } catch {
    return fail(damaged());
  }
}
