import { type Dialect, scanQuery, type ScannedQuery } from '../../model/query.ts';
import type { DbAction } from '../../model/scenario.ts';
import type { Recipe } from '../../model/vault.ts';
import { complain, type Reading } from '../reading.ts';
import { didYouMean } from '../suggest.ts';

/** The queries of a file lead to a database of vault.yaml, read, and have as many placeholders as values. */
export function lintQueries(reading: Reading, { db }: Recipe): void {
  for (const action of reading.queries) lintQuery(reading, action, db);
}

function lintQuery(reading: Reading, action: DbAction, db: Recipe['db']): void {
  const dialect = dialectOf(reading, action, db);
  if (dialect === undefined) return;
  const scanned = scanQuery(action.query, dialect);
  const wrong = whatIsWrong(action, scanned) ?? syntaxError(scanned, dialect);
  if (wrong !== undefined) complain(reading, wrong.code, action.at, wrong.message, { fix: wrong.fix });
}

/** Which engine reads it; nothing, and a Problem, when that can't be told. */
function dialectOf(reading: Reading, { source, at, sourceAt }: DbAction, db: Recipe['db']): Dialect | undefined {
  const names = Object.keys(db);
  if (names.length === 0) {
    complain(reading, 'no-database', at, 'vault.yaml names no database that steps may read', {
      fix: 'add it: candidate: { db: { main: { sqlite: data/app.db } } }',
    });
    return undefined;
  }
  if (source === undefined && names.length > 1) {
    complain(reading, 'no-database', at, `this may be read from ${names.map((name) => `"${name}"`).join(' or ')}`, {
      fix: `say which: source: ${names[0]}`,
    });
    return undefined;
  }
  const name = source ?? names[0] ?? '';
  const found = Object.hasOwn(db, name) ? db[name] : undefined;
  if (found === undefined) {
    complain(reading, 'unknown-source', sourceAt ?? at, `candidate.db of vault.yaml has no "${name}"`, {
      notes: [`it has ${names.join(', ')}`],
      ...didYouMean(name, names),
    });
    return undefined;
  }
  return 'sqlite' in found ? 'sqlite' : 'postgres';
}

interface Wrong {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

function whatIsWrong({ params }: DbAction, { parts, named, several, words }: ScannedQuery): Wrong | undefined {
  if (words.length === 0) {
    return { code: 'bad-query', message: 'this query asks nothing', fix: 'write it like select email from orders' };
  }
  const [parameter] = named;
  if (parameter !== undefined) {
    return {
      code: 'bad-query',
      message: `nothing is given for ${parameter}`,
      fix: 'write "?" in its place, and the value in "params"',
    };
  }
  if (several) return { code: 'bad-query', message: 'a query is one statement', fix: 'make two steps of it' };
  if (writes(words)) {
    return {
      code: 'bad-query',
      message: 'a db step reads, and this query writes',
      fix: 'change data as a user would, through the candidate, or in "before" by its own commands',
    };
  }
  const marks = parts.length - 1;
  if (marks === params.length) return undefined;
  return {
    code: 'uneven-params',
    message: `the query has ${counted(marks, '"?"', '"?"')}, and "params" ${counted(params.length, 'value', 'values')}`,
    fix: 'give one value for each "?", in order; "??" is a question mark of the query\'s own',
  };
}

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

const writers = ['insert', 'update', 'delete', 'replace', 'merge', 'create', 'alter', 'drop', 'truncate', 'begin'];
const changes = ['insert into', 'delete from', 'merge into', 'replace into'];

/** By the word it begins with, and by what can't be said otherwise. What gets past is refused by the engine itself. */
const writes = (words: readonly string[]): boolean =>
  writers.includes(words[0] ?? '') ||
  words.some((word, index) => changes.includes(`${word} ${words[index + 1] ?? ''}`));

/** SQLite reads a statement before it looks for the tables in it, so an empty database finds what is no SQL at all. */
function syntaxError({ parts }: ScannedQuery, dialect: Dialect): Wrong | undefined {
  if (dialect !== 'sqlite') return undefined;
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  const empty = new DatabaseSync(':memory:');
  try {
    empty.prepare(parts.join('?'));
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    // Anything else may be right once there are tables.
    return /syntax error|unrecognized token|incomplete input/.test(message)
      ? { code: 'bad-query', message: `SQLite can't read this: ${message}`, fix: 'correct the SQL' }
      : undefined;
  } finally {
    empty.close();
  }
}
