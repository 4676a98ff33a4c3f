import * as fc from 'fast-check';
import type { Seen } from '../../../harness/model/observation.ts';
import { names, words } from './expressions.ts';

// What a hostile candidate may answer.

const digits = fc.oneof(
  fc.integer().map(String),
  fc.double({ noDefaultInfinity: true, noNaN: true }).map((double) => String(double).replace('e+', 'e')),
  fc.constantFrom(
    '-0',
    '1e999999999',
    '-1e-999999999',
    '0.1e1',
    '9007199254740993',
    '1'.repeat(1000),
    `0.${'3'.repeat(1000)}`,
  ),
);
const texts = fc.oneof(
  words,
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\ud800',
    '\udc00x',
    '\u0000',
    '\u001b[31m',
    '\u001b]0;',
    '{"a": 1}',
    '[]',
    '2026-01-01',
    'a@b.de',
    '\r\n',
    '\u202e',
  ),
);

/** JSON texts with keys that mean something to JavaScript, numbers of any size and halves of surrogate pairs. */
export const { json: jsons } = fc.letrec<{ json: string }>((tie) => ({
  json: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    digits,
    texts.map((text) => JSON.stringify(text)),
    fc.constantFrom('true', 'false', 'null'),
    fc.array(tie('json'), { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
    fc
      .uniqueArray(fc.tuple(fc.oneof(names, texts), tie('json')), { maxLength: 4, selector: ([key]) => key })
      .map((entries) => `{${entries.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`),
  ),
}));

const nested = fc
  .tuple(fc.nat({ max: 300 }), jsons)
  .map(([depth, json]) => '['.repeat(depth) + json + ']'.repeat(depth));

export const seen: fc.Arbitrary<Seen> = fc.oneof(
  { weight: 6, arbitrary: fc.oneof(jsons, nested, texts).map((source): Seen => ({ is: 'json', source })) },
  { weight: 3, arbitrary: texts.map((text): Seen => ({ is: 'text', text })) },
  fc
    .array(fc.tuple(fc.oneof(names, fc.constantFrom('content-type', 'Set-Cookie')), texts), { maxLength: 4 })
    .map((pairs): Seen => ({ is: 'headers', pairs })),
  fc.integer().map((value): Seen => ({ is: 'status', value })),
  fc.double().map((value): Seen => ({ is: 'number', value })),
  fc.boolean().map((value): Seen => ({ is: 'boolean', value })),
  texts.map((why): Seen => ({ is: 'missing', why })),
);
