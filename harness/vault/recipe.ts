import { defaultLimits, type LimitName, type Limits } from '../model/limits.ts';
import type { Ready, Recipe } from '../model/vault.ts';
import type { Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import {
  durationOf,
  entriesOf,
  fixedPairs,
  fixedText,
  fixedTexts,
  literalOf,
  numberOf,
  sizeOf,
  valueAt,
  entryAt,
} from './values.ts';

/** `candidate:` of vault.yaml. `${port}` in its commands stays as it is: whoever starts the candidate knows the port. */
export function decodeRecipe(reading: Reading, value: Value | undefined): Recipe {
  const start = fixedText(reading, valueAt(value, 'start'));
  const env = fixedPairs(reading, valueAt(value, 'env'));
  const port = decodePort(valueAt(value, 'port'), start, env);
  const ready = decodeReady(reading, valueAt(value, 'ready'));
  if (
    start !== undefined &&
    value !== undefined &&
    port === undefined &&
    (ready.by === 'port' || ready.by === 'http')
  ) {
    complain(
      reading,
      'missing-key',
      valueAt(value, 'start')?.at ?? value.at,
      '"candidate" has a "start", and no "port" to find it at',
      {
        fix: 'add port: 3000, or have one drawn with "${port}"',
      },
    );
  }
  return {
    toolchain: entryAt(value, 'toolchain') === undefined ? ['node'] : fixedTexts(reading, valueAt(value, 'toolchain')),
    env,
    install: fixedTexts(reading, valueAt(value, 'install')),
    build: fixedTexts(reading, valueAt(value, 'build')),
    ...(start === undefined ? {} : { start }),
    ...(port === undefined ? {} : { port }),
    ready,
    bin: fixedPairs(reading, valueAt(value, 'bin')),
    fresh: decodeFresh(literalOf(valueAt(value, 'fresh'))),
  };
}

function decodePort(value: Value | undefined, start: string | undefined, env: Recipe['env']): Recipe['port'] {
  const drawn = [literalOf(value), start, ...Object.values(env)].some((text) => text?.includes('${port}'));
  return drawn ? 'drawn' : numberOf(value);
}

function decodeFresh(word: string | undefined): Recipe['fresh'] {
  return word === 'lane' || word === 'run' ? word : 'scenario';
}

const defaultWithin = 30_000;

function decodeReady(reading: Reading, value: Value | undefined): Ready {
  const within = durationOf(reading, valueAt(value, 'within')) ?? defaultWithin;
  const ways = entriesOf(value).filter(({ key }) => ['http', 'port', 'log', 'run'].includes(key));
  const [way, second] = ways;
  if (second !== undefined) {
    complain(
      reading,
      'exactly-one',
      second.keyAt,
      `"ready" has one way to tell, and this has ${ways.map(({ key }) => key).join(' and ')}`,
      {
        fix: 'keep one of them',
      },
    );
  }
  const text = fixedText(reading, way?.value);
  if (way === undefined || text === undefined) return { by: 'port', within };
  if (way.key === 'log') return { by: 'log', text, within };
  if (way.key === 'run') return { by: 'run', command: text, within };
  if (text.startsWith('/')) return { by: 'http', path: text, within };
  complain(reading, 'bad-value', way.value.at, 'a path starts with "/"', { fix: `write /${text}` });
  return { by: 'port', within };
}

const sizes: readonly LimitName[] = ['memory', 'disk', 'tree', 'output', 'response'];

/** `limits:` of vault.yaml over the defaults: sizes in bytes, durations in milliseconds. */
export function decodeLimits(reading: Reading, value: Value | undefined): Limits {
  const stated = (Object.keys(defaultLimits) as LimitName[]).flatMap((name) => {
    const limit = valueAt(value, name);
    const decoded =
      name === 'processes'
        ? numberOf(limit)
        : sizes.includes(name)
          ? sizeOf(reading, limit)
          : durationOf(reading, limit);
    return decoded === undefined ? [] : [[name, decoded] as const];
  });
  return { ...defaultLimits, ...Object.fromEntries(stated) };
}
