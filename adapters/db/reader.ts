import { readFileSync, writeFileSync } from 'node:fs';
import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import { jsonOfRows } from './rows.ts';

/*
 * What the process runs that reads a SQLite file: it is told what by standard input and answers on standard output. The
 * file is a private copy, so that SQLite may roll back a half-written transaction in it, as it would for the candidate.
 */

export interface ReaderRequest {
  readonly path: string;
  readonly query: string;
  readonly params: readonly (null | boolean | string | { readonly digits: string })[];
  /** Characters of JSON. */
  readonly most: number;
}

function answer({ path, query, params, most }: ReaderRequest): string {
  const database = new DatabaseSync(path, { allowExtension: false });
  database.enableDefensive(true);
  database.exec(`
    pragma trusted_schema = off;
    pragma cell_size_check = on;
    pragma temp_store = memory;
    pragma query_only = on;`);
  const statement = database.prepare(query);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  const names = statement.columns().map(({ name }) => name);
  const rows = statement.iterate(...params.map(bound)) as Iterable<unknown>;
  const result = jsonOfRows(names, texts(rows as Iterable<readonly SQLOutputValue[]>), most);
  if (result.is === 'rows') return `rows ${result.count}\n${result.source}`;
  return result.is === 'flood' ? 'flood\n' : `error\n${result.message}`;
}

function* texts(rows: Iterable<readonly SQLOutputValue[]>): Iterable<readonly string[]> {
  for (const row of rows) yield row.map(jsonOf);
}

/** Whole numbers keep their digits; bytes are told as base64; what is no number in JSON is told as text. */
function jsonOf(value: SQLOutputValue): string {
  if (value === null) return 'null';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  return JSON.stringify(typeof value === 'string' ? value : Buffer.from(value).toString('base64'));
}

const largest = 2n ** 63n;

/** SQLite has no booleans, and whole numbers of 64 bits. */
function bound(param: ReaderRequest['params'][number]): null | bigint | number | string {
  if (typeof param === 'boolean') return param ? 1n : 0n;
  if (param === null || typeof param === 'string') return param;
  if (!/^-?\d+$/.test(param.digits)) return Number(param.digits);
  const whole = BigInt(param.digits);
  return whole >= -largest && whole < largest ? whole : Number(param.digits);
}

try {
  writeFileSync(1, answer(JSON.parse(readFileSync(0, 'utf8')) as ReaderRequest));
} catch (error) {
  writeFileSync(1, `error\n${error instanceof Error ? error.message : String(error)}`);
}
