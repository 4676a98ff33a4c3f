import { defaultLimits, type LimitName, type Limits, limitUnits, withDependents } from '../model/limits.ts';
import type { Recipe } from '../model/vault.ts';
import type { Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import { decodePort, decodeReady } from './ready.ts';
import { decodeDatabases, decodeServices } from './services.ts';
import {
  durationOf,
  fixedPairs,
  fixedText,
  fixedTexts,
  literalOf,
  numberOf,
  sizeOf,
  valueAt,
  entryAt,
} from './values.ts';

/** `candidate:` and `services:` of vault.yaml. `${port}` in its commands stays as it is: whoever starts the candidate knows the port. */
export function decodeRecipe(reading: Reading, value: Value | undefined, services: Value | undefined): Recipe {
  const decoded = decodeServices(reading, services);
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
    registries: fixedTexts(reading, valueAt(value, 'registries')),
    ...(start === undefined ? {} : { start }),
    ...(port === undefined ? {} : { port }),
    ready,
    bin: fixedPairs(reading, valueAt(value, 'bin')),
    fresh: decodeFresh(literalOf(valueAt(value, 'fresh'))),
    db: decodeDatabases(reading, valueAt(value, 'db'), decoded),
    services: decoded,
  };
}

function decodeFresh(word: string | undefined): Recipe['fresh'] {
  return word === 'lane' || word === 'run' ? word : 'scenario';
}

/** `limits:` of vault.yaml over the defaults: sizes in bytes, durations in milliseconds. */
export function decodeLimits(reading: Reading, value: Value | undefined): Limits {
  const decoders = { count: numberOf, bytes: sizeIn(reading), ms: durationIn(reading) };
  const stated: { readonly [name in LimitName]?: number } = Object.fromEntries(
    (Object.keys(defaultLimits) as LimitName[]).flatMap((name) => {
      const decoded = decoders[limitUnits[name]](valueAt(value, name));
      return decoded === undefined ? [] : [[name, decoded] as const];
    }),
  );
  return withDependents({ ...defaultLimits, ...stated }, stated);
}

const sizeIn = (reading: Reading) => (value: Value | undefined) => sizeOf(reading, value);
const durationIn = (reading: Reading) => (value: Value | undefined) => durationOf(reading, value);
