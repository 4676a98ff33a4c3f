import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TrialContext } from '../../harness/model/adapter.ts';
import { openTrial } from './trial.ts';

/** A Trial whose candidate keeps a SQLite file, which is the source `main`. */
export interface SqliteTrial extends AsyncDisposable {
  readonly trial: TrialContext;
  /** The candidate's own file. */
  readonly path: string;
  /** Its own connection to it. */
  readonly own: DatabaseSync;
  /** What the judge keeps of it for now, by name. */
  copies(): readonly string[];
}

export async function openSqlite(setUp: string, more: Partial<TrialContext> = {}): Promise<SqliteTrial> {
  const opened = await openTrial();
  const { appDir } = opened.trial.cell;
  const path = join(appDir, 'shop.db');
  const own = new DatabaseSync(path);
  own.exec(setUp);
  const before = process.env['TMPDIR'];
  const temporary = mkdtempSync(join(tmpdir(), 'holdout-test-'));
  process.env['TMPDIR'] = temporary;
  return {
    trial: { ...opened.trial, databases: { main: { is: 'sqlite', path } }, ...more },
    path,
    own,
    copies: () => readdirSync(temporary),
    async [Symbol.asyncDispose]() {
      if (before === undefined) delete process.env['TMPDIR'];
      else process.env['TMPDIR'] = before;
      rmSync(temporary, { recursive: true });
      if (own.isOpen) own.close();
      await opened[Symbol.asyncDispose]();
    },
  };
}
