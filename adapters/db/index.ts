import type { Adapter, Database, DbQuery, TrialContext } from '../../harness/model/adapter.ts';
import type { Observation } from '../../harness/model/observation.ts';
import { unreachable } from '../../harness/model/problem.ts';
import { interrupted } from '../aborted.ts';
import { unseen } from '../unseen.ts';
import { openPostgres, type Postgres } from './postgres.ts';
import { querySqlite } from './sqlite.ts';

/** Reads a database of the candidate's: a SQLite file as a private copy, PostgreSQL over one connection for each Trial. */
export const db: Adapter<DbQuery> = {
  kind: 'db',
  open(trial) {
    const connections = new Map<string, Postgres>();
    const postgres = (url: string): Postgres => {
      const known = connections.get(url) ?? openPostgres(url, trial.limits.response, trial.cell);
      connections.set(url, known);
      return known;
    };
    return {
      act: (action, _as, signal) => query(action, { trial, postgres, signal }),
      [Symbol.asyncDispose]() {
        for (const connection of connections.values()) connection.close();
        return Promise.resolve();
      },
    };
  },
};

interface Means {
  readonly trial: TrialContext;
  readonly postgres: (url: string) => Postgres;
  readonly signal: AbortSignal;
}

function query(action: DbQuery, { trial, postgres, signal }: Means): Promise<Observation> {
  if (signal.aborted) return Promise.resolve(unseen('db', interrupted));
  const database = databaseOf(action, trial.databases);
  switch (database.is) {
    case 'sqlite':
      return querySqlite(action, database.path, trial, signal);
    case 'postgres':
      return postgres(database.url).query(action, signal);
    default:
      return unreachable(database);
  }
}

/** @throws when the vault names no such database, which it would not have loaded with. */
function databaseOf({ source }: DbQuery, databases: TrialContext['databases']): Database {
  const database = source === undefined ? Object.values(databases)[0] : databases[source];
  if (database === undefined) throw new Error(`no database is called "${source ?? ''}"`);
  return database;
}
