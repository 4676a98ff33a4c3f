import type { Socket } from 'node:net';
import type { Client, QueryArrayConfig, QueryArrayResult } from 'pg';
import type { DbQuery } from '../../harness/model/adapter.ts';
import type { Cell } from '../../harness/model/cell.ts';
import type { Observation } from '../../harness/model/observation.ts';
import { MachineTrouble } from '../../harness/model/problem.ts';
import { scanQuery } from '../../harness/model/query.ts';
import { interrupted } from '../aborted.ts';
import { seconds } from '../text.ts';
import { type Answer, jsonOfRows, observationOf } from './rows.ts';
import { jsonOfValue } from './values.ts';

/** One database, connected to when the first query comes, and again when the connection was lost. */
export interface Postgres {
  query(action: DbQuery, signal: AbortSignal): Promise<Observation>;
  close(): void;
}

/** Milliseconds for one query; the server is told to keep to it, and may be the candidate's own. */
const QUERY_MS = 5_000;
const GRACE_MS = 500;
/** Bytes beside the rows that an answer may have. */
const OVERHEAD = 64 * 1024;

/** @param limit bytes that the rows of one query may have. */
export function openPostgres(url: string, limit: number, cell: Cell): Postgres {
  let connection: Connection | undefined;
  const close = (): void => {
    connection?.socket.destroy();
    connection = undefined;
  };
  return {
    close,
    async query(action, signal) {
      const ask = async (): Promise<Answer> => {
        try {
          connection ??= await prepare(url, limit + OVERHEAD, cell);
        } catch (error) {
          return answerOfError(error);
        }
        return read(connection, action, limit);
      };
      const answer = await inTime(ask(), signal);
      const isFlooded = connection?.flooded() === true;
      if (answer.is !== 'rows' || isFlooded) close();
      if (isFlooded) return observationOf({ is: 'flood' }, limit);
      // Never the scenario's fault, whatever the code: a view of the candidate's can bring about each of them.
      return observationOf(answer, limit);
    },
  };
}

interface Connection {
  readonly client: Client;
  readonly socket: Socket;
  /** Settles when it may be asked. */
  readonly ready: Promise<unknown>;
  /** Begins to count anew. */
  begin(): void;
  flooded(): boolean;
}

/** Without a password, so that nobody can have the judge compute for one. */
async function prepare(url: string, most: number, cell: Cell): Promise<Connection> {
  const { default: pg } = await import('pg');
  const { port, username, pathname } = new URL(url);
  const guard = guarded(await cell.connect({ host: '127.0.0.1', port: Number(port) }), most);
  const client = new pg.Client({
    user: username,
    database: pathname.slice(1),
    password: () => '',
    ssl: false,
    stream: () => guard.socket,
    statement_timeout: QUERY_MS,
    options: '-c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=iso_8601 -c bytea_output=hex',
  });
  // What went wrong is told by the query that it went wrong for.
  client.on('error', () => {});
  return { client, ready: client.connect(), ...guard };
}

async function read({ client, ready, begin }: Connection, action: DbQuery, limit: number): Promise<Answer> {
  begin();
  try {
    await ready;
    await client.query('begin read only');
    const result = await client.query(statement(action));
    await client.query('rollback');
    return answerOf(result, limit);
  } catch (error) {
    return answerOfError(error);
  }
}

/** @throws MachineTrouble when that is what it was. */
function answerOfError(error: unknown): Answer {
  if (error instanceof MachineTrouble) throw error;
  const { code, message, where } = error as { readonly [name in 'code' | 'where']?: string } & { message: string };
  // What a function of the candidate's raises has a place in that function, and any code that it likes.
  const own = code === undefined || where !== undefined ? {} : { code };
  return { is: 'error', message: whatWent(code, message), ...own };
}

function whatWent(code: string | undefined, message: string): string {
  if (code === 'ECONNREFUSED') return 'PostgreSQL: connection refused';
  if (code === '57014') return `PostgreSQL: the query took longer than ${seconds(QUERY_MS)}`;
  return `PostgreSQL: ${message.slice(0, 1000)}`;
}

/** `?` as PostgreSQL writes it. Values go as text, and have the type that the query gives them. */
function statement({ query, params }: DbQuery): QueryArrayConfig<(string | null)[]> {
  const { parts } = scanQuery(query, 'postgres');
  const config = {
    text: parts.map((part, index) => (index === 0 ? part : ` $${index} ${part}`)).join(''),
    values: params.map((param) => (param === null ? null : typeof param === 'object' ? param.digits : String(param))),
    rowMode: 'array' as const,
    types: { getTypeParser: () => (text: string) => text },
    // Takes one statement, and no more.
    queryMode: 'extended',
  };
  return config;
}

function answerOf({ fields, rows }: QueryArrayResult<(string | null)[]>, limit: number): Answer {
  const names = fields.map(({ name }) => name);
  const texts = rows.map((row) => row.map((text, index) => jsonOfValue(fields[index]?.dataTypeID ?? 0, text)));
  return jsonOfRows(names, texts, limit);
}

/** The socket, which ends itself when more comes than is wanted, or what its reader chokes on. */
function guarded(socket: Socket, most: number): Pick<Connection, 'socket' | 'begin' | 'flooded'> {
  const { emit } = socket;
  // Its reader asks for what has been done already.
  socket.connect = (): Socket => {
    process.nextTick(() => socket.emit('connect'));
    return socket;
  };
  let seen = 0;
  const guard = (event: string, ...args: unknown[]): boolean => {
    if (event === 'data') seen += (args[0] as Buffer).length;
    if (event === 'data' && seen > most) {
      socket.destroy();
      return true;
    }
    try {
      return Reflect.apply(emit, socket, [event, ...args]) as boolean;
    } catch (error) {
      // The reader trusts that a server keeps to the protocol; what it throws here would be nobody's to catch.
      socket.destroy(error instanceof Error ? error : undefined);
      return true;
    }
  };
  socket.emit = guard as typeof socket.emit;
  return {
    socket,
    begin: () => {
      seen = 0;
    },
    flooded: () => seen > most,
  };
}

/** What becomes of an answer that doesn't come: whoever waits for it has an end. */
async function inTime(answer: Promise<Answer>, signal: AbortSignal): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const stop = (): void => resolve({ is: 'error', message: interrupted });
  if (signal.aborted) stop();
  const late = `PostgreSQL: no answer within ${seconds(QUERY_MS)}`;
  const timer = setTimeout(() => resolve({ is: 'error', message: late }), QUERY_MS + GRACE_MS);
  signal.addEventListener('abort', stop);
  const first = await Promise.race([answer, promise]);
  signal.removeEventListener('abort', stop);
  clearTimeout(timer);
  return first;
}
