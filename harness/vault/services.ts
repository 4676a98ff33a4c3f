import type { Recipe, Service } from '../model/vault.ts';
import type { Entry, Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import { decodePort, decodeReady } from './ready.ts';
import { didYouMean } from './suggest.ts';
import { entriesOf, entryAt, fixedPairs, fixedText, literalOf, valueAt } from './values.ts';

/** The services that Holdout knows, and where each listens unless a vault says otherwise. */
const usualPorts = { postgres: 5432, redis: 6379 } as const;

/** `services:` of vault.yaml, in the order written. */
export function decodeServices(reading: Reading, value: Value | undefined): readonly Service[] {
  return entriesOf(value).flatMap((entry) => {
    if (!/^[A-Za-z][A-Za-z0-9_-]*$/.test(entry.key)) {
      complain(reading, 'bad-name', entry.keyAt, `"${entry.key}" can't be the name of a service`, {
        fix: 'use letters, digits, "-" and "_", and begin with a letter',
      });
    }
    return decodeService(reading, entry) ?? [];
  });
}

function decodeService(reading: Reading, entry: Entry): Service | undefined {
  const { key: name, keyAt, value } = entry;
  const use = literalOf(valueAt(value, 'use'));
  const start = fixedText(reading, valueAt(value, 'start'));
  const env = fixedPairs(reading, valueAt(value, 'env'));
  const port = decodePort(valueAt(value, 'port'), start, env);
  if (use === 'postgres' || use === 'redis') {
    complainOfOwn(reading, value, use);
    const ready = { by: 'port', within: 30_000 } as const;
    return { name, use, port: port ?? usualPorts[use], env: {}, ready };
  }
  if (use !== undefined || value.is !== 'map') return undefined;
  if (start === undefined) {
    complain(reading, 'exactly-one', keyAt, `the service "${name}" has neither "use" nor "start"`, {
      fix: 'write use: postgres, use: redis, or the command that starts it',
    });
    return undefined;
  }
  const ready = decodeReady(reading, valueAt(value, 'ready'));
  if (port === undefined && (ready.by === 'port' || ready.by === 'http')) {
    complain(reading, 'missing-key', keyAt, `the service "${name}" has no "port" to find it at`, {
      fix: 'add port: 9000, have one drawn with "${port}", or say by ready: { log: ... } when it is ready',
    });
  }
  return { name, use: 'own', start, ...(port === undefined ? {} : { port }), env, ready };
}

/** What a known service is started with is known too. */
function complainOfOwn(reading: Reading, value: Value, use: string): void {
  const own = entriesOf(value).find(({ key }) => key === 'start' || key === 'env' || key === 'ready');
  if (own === undefined) return;
  complain(reading, 'exactly-one', own.keyAt, `"${own.key}" has no meaning beside "use: ${use}"`, {
    fix: 'leave it out, or leave "use" out and start the service yourself',
  });
}

/** `db:` of a candidate: a file of its own, or a service that is a PostgreSQL. */
export function decodeDatabases(
  reading: Reading,
  value: Value | undefined,
  services: readonly Service[],
): Recipe['db'] {
  const found = entriesOf(value).flatMap((entry): readonly (readonly [string, Recipe['db'][string]])[] => {
    const file = valueAt(entry.value, 'sqlite');
    const service = valueAt(entry.value, 'postgres');
    const sqlite = fixedText(reading, file);
    const postgres = fixedText(reading, service);
    if (file !== undefined && sqlite !== undefined) {
      if (/^\/|(?:^|\/)\.\.(?:\/|$)|\0|^$/.test(sqlite)) {
        complain(reading, 'bad-value', file.at, 'a database is a file below the application', {
          fix: 'write its path from there, such as data/app.db',
        });
      }
      return [[entry.key, { sqlite }]];
    }
    if (service === undefined || postgres === undefined) return [];
    complainOfService(reading, service, postgres, services);
    return [[entry.key, { postgres }]];
  });
  return Object.fromEntries(found);
}

function complainOfService(reading: Reading, value: Value, name: string, services: readonly Service[]): void {
  const known = services.filter(({ use }) => use === 'postgres').map((service) => service.name);
  if (known.includes(name)) return;
  const there = services.some((service) => service.name === name);
  complain(
    reading,
    'unknown-service',
    value.at,
    there ? `the service "${name}" is not one that "use: postgres" starts` : `no service is called "${name}"`,
    { fix: 'add it: services: { pg: { use: postgres } }', ...didYouMean(name, known) },
  );
}

/** What stands for a service in texts of vault.yaml: `${pg.url}`. Anything else in `${...}` is the shell's. */
const reference = /\$\{([A-Za-z][A-Za-z0-9_-]*)\.([A-Za-z]+)\}/g;

/**
 * Checks what vault.yaml says about its services all over: that each `${name.url}` leads to one that is there, and
 * started before, and that no two listen on one port.
 */
export function complainOfServices(reading: Reading, root: Value, { port, services }: Recipe): void {
  const candidate = valueAt(root, 'candidate');
  const entries = entriesOf(valueAt(root, 'services'));
  for (const text of textsOf(candidate)) complainOfReferences(reading, text, services, []);
  entries.forEach(({ value }, index) => {
    const later = entries.slice(index).map(({ key }) => key);
    for (const text of textsOf(value)) complainOfReferences(reading, text, services, later);
  });
  const taken = new Map(typeof port === 'number' ? [[port, 'the candidate']] : []);
  for (const { name, port: own } of services) {
    const other = typeof own === 'number' ? taken.get(own) : undefined;
    const at = entries.find(({ key }) => key === name)?.keyAt ?? root.at;
    if (other !== undefined) {
      complain(reading, 'same-port', at, `the service "${name}" listens on port ${own}, and so does ${other}`, {
        fix: 'give it another port, or have one drawn: port: "${port}"',
      });
    }
    if (typeof own === 'number') taken.set(own, `"${name}"`);
  }
}

/** Where references are filled. */
function textsOf(value: Value | undefined): readonly Value[] {
  const ready = valueAt(value, 'ready');
  return [
    entryAt(value, 'start'),
    ...entriesOf(valueAt(value, 'env')),
    ...['http', 'log', 'run'].map((key) => entryAt(ready, key)),
  ].flatMap((entry) => (entry === undefined ? [] : [entry.value]));
}

function complainOfReferences(
  reading: Reading,
  value: Value,
  services: readonly Service[],
  later: readonly string[],
): void {
  const names = services.map(({ name }) => name);
  for (const [written, name = '', part = ''] of (literalOf(value) ?? '').matchAll(reference)) {
    const service = services.find((one) => one.name === name);
    if (service === undefined) {
      if (part !== 'url' && part !== 'port') continue;
      complain(reading, 'unknown-service', value.at, `no service is called "${name}", as in ${written}`, {
        fix: `add it under "services"`,
        ...didYouMean(name, names),
      });
    } else if (part !== 'url' && part !== 'port') {
      complain(reading, 'bad-reference', value.at, `a service has "url" and "port", and no "${part}"`, {
        fix: `write \${${name}.url} or \${${name}.port}`,
      });
    } else if (service.port === undefined) {
      complain(reading, 'bad-reference', value.at, `the service "${name}" has no port, so ${written} says nothing`, {
        fix: 'add its port',
      });
    } else if (later.includes(name)) {
      complain(reading, 'bad-reference', value.at, `"${name}" is not started before this service`, {
        fix: 'move it up',
      });
    }
  }
}
