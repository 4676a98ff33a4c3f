import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModes } from '../../../harness/vault/modes.ts';
import { sealOf } from '../../../harness/vault/seal.ts';

const own = process.getuid?.() ?? 0;
const [worker, stranger] = [54_321, 54_322];

interface Place {
  /** Open to others, as `/srv` is. */
  readonly dir: string;
  readonly vault: string;
  readonly key: string;
}

/** Lets `look` at a vault of this user with modes of its own: the folder's, and its files'. */
function inPlace<T>(modes: { readonly vault: number; readonly file: number }, look: (place: Place) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'seal-'));
  try {
    chmodSync(dir, 0o755);
    const vault = join(dir, 'vault');
    mkdirSync(join(vault, 'auth'), { recursive: true });
    for (const file of ['vault.yaml', 'auth/login.yaml']) {
      writeFileSync(join(vault, file), '');
      chmodSync(join(vault, file), modes.file);
    }
    chmodSync(join(vault, 'auth'), modes.vault);
    chmodSync(vault, modes.vault);
    const key = join(dir, 'key.txt');
    writeFileSync(key, '');
    chmodSync(key, modes.file);
    return look({ dir, vault, key });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

const closed = { vault: 0o700, file: 0o600 };
const open = { vault: 0o755, file: 0o644 };

describe('a vault', () => {
  it('is sealed from another user when it is closed to others', () => {
    inPlace(closed, ({ vault }) => {
      expect(sealOf({ dir: vault }, { worker, judge: own })).toEqual({
        is: 'sealed',
        because: `the repository belongs to the user with the id ${worker}, and the vault is closed to others`,
      });
      expect(sealOf({ dir: vault }, { worker: undefined, judge: own }).is).toBe('sealed');
    });
  });

  it('is not sealed from its owner, from root, or from anyone when it can be read', () => {
    inPlace(closed, ({ vault }) => {
      expect(sealOf({ dir: vault }, { worker: own, judge: own })).toMatchObject({ is: 'same-user' });
      expect(sealOf({ dir: vault }, { worker: 0, judge: own })).toEqual({
        is: 'same-user',
        because: 'the repository belongs to root (uid 0), who can read everything',
      });
    });
    inPlace(open, ({ vault }) => {
      expect(sealOf({ dir: vault }, { worker, judge: own }).because).toMatch(
        /the vault can be read by others \(mode 0755\)$/,
      );
      expect(sealOf({ dir: vault }, { worker: undefined, judge: own }).is).toBe('same-user');
    });
  });

  it('is not sealed where a folder above it can be written by others, for they could put another in its place', () => {
    inPlace(closed, ({ dir, vault }) => {
      chmodSync(dir, 0o777);
      expect(sealOf({ dir: vault }, { worker, judge: own }).because).toContain(
        `others could put another vault in its place: ${dir} can be written by others (mode 0777)`,
      );
      chmodSync(dir, 0o1777);
      expect(sealOf({ dir: vault }, { worker, judge: own }).is).toBe('sealed');
    });
  });

  it.runIf(own === 0)('is not sealed below a folder of the worker’s', () => {
    inPlace(closed, ({ dir, vault }) => {
      chownSync(dir, worker, worker);
      expect(sealOf({ dir: vault }, { worker, judge: own }).because).toContain(`${dir} belongs to`);
      expect(sealOf({ dir: vault }, { worker: stranger, judge: own }).is).toBe('sealed');
    });
  });
});

describe('an encrypted vault', () => {
  it('is sealed though everyone can read it, as long as its key is closed', () => {
    inPlace(open, ({ vault, key }) => {
      const dir = join(vault, 'vault.yaml');
      const encrypted = { keyFile: key };
      expect(sealOf({ dir, encrypted }, { worker, judge: own })).toMatchObject({
        is: 'same-user',
        because: expect.stringContaining(`the key ${key} can be read by others (mode 0644)`),
      });
      chmodSync(key, 0o600);
      expect(sealOf({ dir, encrypted }, { worker, judge: own })).toMatchObject({
        is: 'sealed',
        because: expect.stringContaining('is closed to others'),
      });
      expect(sealOf({ dir, encrypted: {} }, { worker, judge: own }).because).toContain('its passphrase was typed in');
    });
  });

  it('is not sealed when the worker could look into the judge, or change the file', () => {
    inPlace(open, ({ vault }) => {
      const dir = join(vault, 'vault.yaml');
      expect(sealOf({ dir, encrypted: {} }, { worker, judge: worker })).toMatchObject({
        is: 'same-user',
        because: expect.stringContaining('as whom the judge runs'),
      });
      chmodSync(dir, 0o666);
      expect(sealOf({ dir, encrypted: {} }, { worker, judge: own })).toMatchObject({
        is: 'same-user',
        because: expect.stringContaining('can be written by others'),
      });
    });
  });
});

describe('modes', () => {
  it('that are too open are a warning with the line that mends them', () => {
    inPlace(open, ({ vault }) => {
      expect(openModes({ dir: vault })).toEqual([
        {
          code: 'open-vault',
          severity: 'warning',
          message: `the vault is open to other users of this machine: ${vault} (0755), auth (0755), auth/login.yaml (0644) and 1 more`,
          fix: `chmod -R go= ${vault}`,
        },
      ]);
    });
  });

  it('of what lies in a closed folder do not matter, nor those of a vault in one', () => {
    inPlace({ vault: 0o700, file: 0o644 }, ({ vault }) => expect(openModes({ dir: vault })).toEqual([]));
    inPlace(open, ({ dir, vault }) => {
      chmodSync(dir, 0o700);
      expect(openModes({ dir: vault })).toEqual([]);
    });
  });

  it('of an encrypted vault are those of its key', () => {
    inPlace(open, ({ vault, key }) => {
      const encrypted = { dir: join(vault, 'vault.yaml'), encrypted: { keyFile: key } };
      expect(openModes(encrypted)).toMatchObject([{ code: 'open-vault', fix: `chmod go= ${key}` }]);
      chmodSync(key, 0o600);
      expect(openModes(encrypted)).toEqual([]);
    });
  });
});
