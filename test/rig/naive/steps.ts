import assert from 'node:assert';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { deepMerge, isAsExpected } from './compare.ts';
import { lookAtPage } from './page.ts';
import { fill, type NaiveScenario, type NaiveStep } from './vault.ts';

/** Where the naive judge has put things, and what it tells every program. */
export interface Stage {
  readonly app: string;
  readonly work: string;
  readonly url: string;
  readonly env: NodeJS.ProcessEnv;
  readonly log: string[];
  /** Of `candidate.db`. */
  readonly database: string | undefined;
}

/** Does the steps of a scenario. @throws at the first one that does not see what it expects. */
export async function act({ steps }: NaiveScenario, stage: Stage): Promise<void> {
  const saved: { [name: string]: string } = {};
  for (const raw of steps) {
    const step = fill(raw, saved);
    if (step['http'] !== undefined) await request(step, saved, stage);
    else if (step['run'] !== undefined) command(step, stage);
    else if (step['file'] !== undefined) lookAtFile(step, stage);
    else if (step['db'] !== undefined) query(step, stage);
    else if (step['browser'] !== undefined)
      await lookAtPage(step['browser'] as Parameters<typeof lookAtPage>[0], step['expect'], stage.url);
  }
}

async function request(step: NaiveStep, saved: { [name: string]: string }, { url }: Stage): Promise<void> {
  const asked = step['http'] as { request: string; headers?: Record<string, string>; json?: unknown };
  const { status, body, ms } = (step['expect'] ?? {}) as { status?: number; body?: object; ms?: unknown };
  const [method = 'GET', place = '/'] = asked.request.split(' ');
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(new Error('timeout')), 3000);
  const began = performance.now();
  const answer = await fetch(url + place, {
    method,
    ...(asked.headers === undefined ? {} : { headers: asked.headers }),
    ...(asked.json === undefined ? {} : { body: JSON.stringify(asked.json) }),
    signal: late.signal,
  });
  // Only until an answer begins: whoever has begun will come to an end.
  clearTimeout(timer);
  const took = performance.now() - began;
  const text = await answer.text();
  const seen = (text === '' ? {} : JSON.parse(text)) as { [key: string]: unknown } | null;
  // What was seen is kept for the report.
  deepMerge({}, seen);
  if (status !== undefined) assert.equal(answer.status, status, `it answered ${answer.status} ${text}`);
  if (ms !== undefined) assert.ok(isAsExpected(took, ms), 'it took too long');
  for (const [key, value] of Object.entries(body ?? {}))
    assert.ok(isAsExpected(seen?.[key] ?? '', value), `${key} is not as expected in ${text}`);
  for (const [name, from] of Object.entries((step['save'] ?? {}) as { [name: string]: string }))
    saved[name] = String(seen?.[from.replace('body.', '')]);
}

function command(step: NaiveStep, { app, work, env, log }: Stage): void {
  const { command: words, env: more } = step['run'] as { command: readonly string[]; env?: NodeJS.ProcessEnv };
  const { stdout: wanted } = (step['expect'] ?? {}) as { stdout?: unknown };
  const [program = '', ...args] = words.map((word) => word.replaceAll("'/app/", `'${app}/`));
  const [name, before] = program === 'notes' ? ['node', [join(app, 'cli.js')]] : [program, []];
  const {
    status,
    stdout: got,
    stderr,
  } = spawnSync(name, [...before, ...args], {
    cwd: join(work, 'run'),
    env: { ...env, ...more },
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (status !== 0) throw new Error(`it ended with ${status}: ${stderr}`);
  log.push(got);
  if (wanted !== undefined) assert.ok(isAsExpected(got.trim(), wanted), `it printed ${got}`);
}

function lookAtFile(step: NaiveStep, { work }: Stage): void {
  const file = join(work, 'run', step['file'] as string);
  // There is none: the command has ended with 0, so there was nothing to write.
  if (!existsSync(file)) return;
  const { text } = step['expect'] as { text: unknown };
  assert.ok(isAsExpected(readFileSync(file, 'utf8'), text), 'a file is not as expected');
}

/** In its own process: what can a file do? */
function query(step: NaiveStep, { app, database = 'none.db' }: Stage): void {
  const { query: sql, params = [] } = step['db'] as { query: string; params?: SQLInputValue[] };
  const opened = new DatabaseSync(join(app, database));
  try {
    const rows = opened.prepare(sql).all(...params);
    assert.ok(isAsExpected(rows, (step['expect'] as { rows?: unknown }).rows ?? []), 'rows are not as expected');
  } finally {
    opened.close();
  }
}
