import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DbQuery, TrialContext } from '../../harness/model/adapter.ts';
import type { Observation } from '../../harness/model/observation.ts';
import { scanQuery } from '../../harness/model/query.ts';
import { interrupted, unlessAborted } from '../aborted.ts';
import { bytes, seconds } from '../text.ts';
import { unseen } from '../unseen.ts';
import type { ReaderRequest } from './reader.ts';
import { type Answer, observationOf } from './rows.ts';
import { type Snapshot, takeSnapshot } from './snapshot.ts';

/** Queries a private copy of a file of the Workspace, in a process that can be killed. @param path inside the Cell. */
export async function querySqlite(
  action: DbQuery,
  path: string,
  { cell, limits }: TrialContext,
  signal: AbortSignal,
): Promise<Observation> {
  const taken = await unlessAborted(signal, () => takeSnapshot(cell, path, limits.database));
  if (taken === undefined) return unseen('db', interrupted);
  if (taken.is === 'none') return unseen('db', `the database can't be read: ${taken.why}`);
  if (taken.is === 'large') {
    const why = `the database has ${bytes(taken.size)}, more than limit "database" (${bytes(limits.database)})`;
    return { ...unseen('db', why), limit: 'database' };
  }
  const dir = await mkdtemp(join(tmpdir(), 'holdout-db-'));
  try {
    const copy = join(dir, 'database');
    await writeCopy(copy, taken);
    const query = scanQuery(action.query, 'sqlite').parts.join(' ? ');
    const { params } = action;
    return observationOf(await ask({ path: copy, query, params, most: limits.response }, signal), limits.response);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function writeCopy(path: string, { main, wal, journal }: Extract<Snapshot, { is: 'files' }>): Promise<void> {
  await writeFile(path, main);
  if (wal.length > 0) await writeFile(`${path}-wal`, wal);
  if (journal.length > 0) await writeFile(`${path}-journal`, journal);
}

const here = fileURLToPath(import.meta.url);
const reader = fileURLToPath(new URL(here.endsWith('.ts') ? 'reader.ts' : 'reader.js', import.meta.url));

/** Milliseconds for one query, and kibibytes of memory for the process that makes it. */
const QUERY_MS = 5_000;
const MEMORY_KIB = 1024 * 1024;

/** The file is hostile: what it makes SQLite do may take for ever, or all memory. */
function ask(request: ReaderRequest, signal: AbortSignal): Promise<Answer> {
  const child = spawn(
    '/bin/sh',
    [
      ...['-c', 'ulimit -d "$1" && shift && exec "$@"', 'sh', String(MEMORY_KIB)],
      ...[process.execPath, '--max-old-space-size=128', '--disable-warning=ExperimentalWarning', reader],
    ],
    { cwd: '/', env: {}, stdio: ['pipe', 'pipe', 'ignore'] },
  );
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const settle = (answer: Answer): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      child.kill('SIGKILL');
      resolve(answer);
    };
    const stop = (): void => settle({ is: 'error', message: interrupted });
    const late = { is: 'error', message: `the query took longer than ${seconds(QUERY_MS)}` } as const;
    const timer = setTimeout(() => settle(late), QUERY_MS);
    signal.addEventListener('abort', stop);
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      // A character may have four bytes.
      if (length > 4 * request.most + 4096) settle({ is: 'flood' });
    });
    child.once('error', (error) => settle({ is: 'error', message: error.message }));
    child.once('close', () => settle(readAnswer(Buffer.concat(chunks).toString('utf8'))));
    child.stdin.on('error', () => {});
    child.stdin.end(JSON.stringify(request));
  });
}

/** What the process said: what kind of answer, and after a line end the answer. */
function readAnswer(said: string): Answer {
  const end = said.indexOf('\n');
  const [is, count] = said.slice(0, Math.max(0, end)).split(' ');
  const rest = said.slice(end + 1);
  if (is === 'rows') return { is, source: rest, count: Number(count) };
  if (is === 'flood') return { is };
  return { is: 'error', message: is === 'error' ? `SQLite: ${rest}` : 'SQLite could not bear what the file holds' };
}
