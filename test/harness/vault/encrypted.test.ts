import { readFileSync } from 'node:fs';
import { armor, generateIdentity, identityToRecipient } from 'age-encryption';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { pack, unpack } from '../../../harness/vault/container.ts';
import { decrypt, encrypt, isEncrypted, wantsPassphrase } from '../../../harness/vault/encrypted.ts';
import { readVaultFiles, readVaultFolder } from '../../../harness/vault/files.ts';
import { readVault } from '../../../harness/vault/load.ts';
import type { Result } from '../../../harness/model/problem.ts';
import { inVault, settings } from './rig.ts';

const hello = 'name: Hello\nsteps:\n  - http: GET /hello\n    expect: { text: hello }\n';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const files = new Map([
  ['vault.yaml', bytes(settings)],
  ['a/hello.yaml', bytes(hello)],
  ['controls/bad.patch', bytes('--- a\n')],
]);
const codes = (result: Result<unknown>): readonly string[] =>
  result.ok ? [] : result.problems.map(({ code }) => code);
const must = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.problems[0]?.message);
  return result.value;
};

describe('a packed vault', () => {
  it('has the same bytes whenever and in whatever order it is packed, and holds what was put in', () => {
    const packed = pack(files);
    expect(pack(new Map([...files].toReversed()))).toEqual(packed);
    expect(must(unpack(packed))).toEqual(files);
  });

  it('reads as its folder does', () => {
    const own = Object.fromEntries([...files].map(([path, content]) => [path, content]));
    inVault({ ...own, 'notes.txt': 'x', '.hidden.yaml': 'x' }, (dir) => {
      const more = new Map([...files, ['.hidden.yaml', bytes('x')], ['node_modules/a.yaml', bytes('x')]]);
      const { encrypted, files: all, ...folder } = readVaultFiles(dir, {}, more);
      expect(encrypted).toEqual({});
      expect(all).toBe(more);
      expect(folder).toEqual({ ...readVaultFolder(dir), dir });
      expect(readVault({ ...folder, encrypted: {} }).vault?.judgedDigest).toBe(
        readVault(readVaultFolder(dir)).vault?.judgedDigest,
      );
    });
  });

  it('is held to the limits of a folder by what it holds, whatever it states', () => {
    const large = 'x'.repeat(1024 ** 2 + 1);
    inVault({ 'vault.yaml': settings, 'large.yaml': large }, (dir) => {
      const sealed = new Map([...files, ['large.yaml', bytes(large)]]);
      const { problems } = readVaultFiles(dir, {}, sealed);
      expect(problems).toMatchObject([{ code: 'file-too-large', message: 'large.yaml is larger than 1 MiB' }]);
      expect(problems).toEqual(readVaultFolder(dir).problems);
    });
    // Seventy files that all are the same mebibyte of the archive, and state to be one byte.
    const small = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`${n}.yaml`, new Uint8Array(1)]));
    const stored = Buffer.from(zipSync({ ...small, 'z.yaml': new Uint8Array(1024 ** 2) }, { level: 0 }));
    const entry = 'PK\u0001\u0002';
    for (let at = stored.indexOf(entry); at !== -1; at = stored.indexOf(entry, at + 1)) {
      stored.writeUInt32LE(1024 ** 2, at + 20);
      stored.writeUInt32LE(1, at + 24);
    }
    expect(unpack(stored)).toMatchObject({ problems: [{ message: 'the encrypted vault holds more than 64 MiB' }] });
  });

  it('is refused when it holds a file that leads out of it, or more than a vault may', () => {
    for (const path of ['../a.yaml', '/etc/a.yaml', 'a/./b.yaml', 'a\\b.yaml', 'a//b.yaml', '__proto__/a.yaml'])
      expect([path, codes(unpack(zipSync({ [path]: strToU8('x') })))]).toEqual([path, ['damaged-vault']]);
    const bomb = Buffer.from(zipSync({ 'a.yaml': new Uint8Array(100) }));
    // What the central directory says of its unpacked size.
    bomb.writeUInt32LE(65 * 1024 ** 2, bomb.indexOf('PK\u0001\u0002') + 24);
    expect(unpack(bomb)).toMatchObject({ problems: [{ message: 'the encrypted vault holds more than 64 MiB' }] });
    const many = zipSync(Object.fromEntries(Array.from({ length: 5001 }, (_, n) => [`${n}.yaml`, new Uint8Array()])));
    expect(codes(unpack(many))).toEqual(['damaged-vault']);
    for (const junk of ['', 'PK', 'no archive at all, but long enough to be taken for one']) {
      expect(codes(unpack(bytes(junk)))).toEqual(['damaged-vault']);
    }
  });
});

describe('an encrypted file', () => {
  it('is opened by each key that it was made for, as bytes and as text, and by no other', async () => {
    const [one, two, other] = [await generateIdentity(), await generateIdentity(), await generateIdentity()];
    const keys = [await identityToRecipient(one), await identityToRecipient(two)];
    const file = must(await encrypt(bytes('secret'), { keys }));
    expect(isEncrypted(file)).toBe(true);
    expect(await wantsPassphrase(file)).toBe(false);
    expect(Buffer.from(file).includes('secret')).toBe(false);
    for (const identities of [[one], [two], [other, two]])
      expect(must(await decrypt(file, { identities }))).toEqual(bytes('secret'));
    expect(codes(await decrypt(file, { identities: [other] }))).toEqual(['wrong-key']);
    expect(codes(await decrypt(file, { identities: ['AGE-SECRET-KEY-1'] }))).toEqual(['wrong-key']);
    const text = bytes(armor.encode(file));
    expect(isEncrypted(text)).toBe(true);
    expect(must(await decrypt(text, { identities: [one] }))).toEqual(bytes('secret'));
  });

  it('is damaged when any part of it is changed or missing', async () => {
    const identity = await generateIdentity();
    const file = must(await encrypt(bytes('x'.repeat(100_000)), { keys: [await identityToRecipient(identity)] }));
    for (const length of [30, 100, 200, file.length - 1, file.length - 40_000])
      expect(codes(await decrypt(file.subarray(0, length), { identities: [identity] }))).toEqual(['damaged-vault']);
    for (const at of [250, 1000, file.length - 1]) {
      const changed = Uint8Array.from(file, (byte, i) => (i === at ? byte ^ 1 : byte));
      expect(codes(await decrypt(changed, { identities: [identity] }))).toEqual(['damaged-vault']);
    }
  });

  it('is made for public keys, and says so when given a secret one', async () => {
    const refused = await encrypt(bytes('x'), { keys: [await generateIdentity()] });
    expect(refused).toMatchObject({ problems: [{ code: 'bad-recipient', message: 'a secret key is no recipient' }] });
    expect(codes(await encrypt(bytes('x'), { keys: ['age1nonsense'] }))).toEqual(['bad-recipient']);
  });

  it('is not what only looks like one', () => {
    expect(isEncrypted(readFileSync(import.meta.filename))).toBe(false);
    expect(isEncrypted(bytes(''))).toBe(false);
  });
});
