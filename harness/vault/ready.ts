import type { Ready } from '../model/vault.ts';
import type { Value } from '../model/value.ts';
import { complain, type Reading } from './reading.ts';
import { durationOf, entriesOf, fixedText, literalOf, numberOf, valueAt } from './values.ts';

const defaultWithin = 30_000;

/** `ready:` of a candidate or a service. */
export function decodeReady(reading: Reading, value: Value | undefined): Ready {
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

/** A number, or `drawn` when `${port}` stands in it or in what it is needed for. */
export function decodePort(
  value: Value | undefined,
  start: string | undefined,
  env: { readonly [name: string]: string },
): number | 'drawn' | undefined {
  const drawn = [literalOf(value), start, ...Object.values(env)].some((text) => text?.includes('${port}'));
  return drawn ? 'drawn' : numberOf(value);
}
