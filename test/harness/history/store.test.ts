import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../../harness/history/store.ts';
import { StoreTrouble } from '../../../harness/model/store.ts';
import { storeContract } from '../../contracts/store.ts';

storeContract('the embedded store', openStore);

describe('the embedded store’s folder', () => {
  it('is nobody else’s to read', () => {
    const dir = join(mkdtempSync(join(tmpdir(), 'holdout-store-')), 'deep', 'er');
    openStore(dir)[Symbol.dispose]();
    expect(statSync(dir).mode & 0o777).toBe(0o700);
    for (const name of readdirSync(dir)) expect(statSync(join(dir, name)).mode & 0o077).toBe(0);
    rmSync(join(dir, '../..'), { recursive: true });
  });

  it('is left alone when a newer Holdout wrote it, or something that is no database', () => {
    const dir = mkdtempSync(join(tmpdir(), 'holdout-store-'));
    const db = new DatabaseSync(join(dir, 'history.db'));
    db.exec('pragma user_version = 99');
    db.close();
    expect(() => openStore(dir)).toThrow(StoreTrouble);
    expect(() => openStore(dir)).toThrow(/newer Holdout/);
    writeFileSync(join(dir, 'history.db'), 'not a database, but long enough to be taken for one '.repeat(30));
    expect(() => openStore(dir)).toThrow(StoreTrouble);
    rmSync(dir, { recursive: true });
  });
});
