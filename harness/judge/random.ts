import { createHmac } from 'node:crypto';

/**
 * A stream of random values that depends on its seed alone. Values look like what users type and carry no mark of a
 * test, so that a candidate can't tell them from real ones.
 */
export interface RandomStream {
  /** A whole number from `min` to `max`, both included; `min` must not be more than `max`. */
  int(min: number, max: number): number;
  /** `length` letters and digits, a letter first; from 3 on with a small letter, a capital and a digit among them. */
  string(length: number): string;
  /** A pronounceable small-letter word of three syllables, out of some hundred millions. */
  word(): string;
  email(): string;
  /** Version 4. */
  uuid(): string;
  /** One of at least one. */
  pick<T>(choices: readonly T[]): T;
}

/** Starts a stream: block `i` is HMAC-SHA-256 of the counter `i` under the seed, and each draw takes the next 8 bytes. */
export function randomStream(seed: string): RandomStream {
  const draw = draws(seed);
  const below = (count: number): number => Number(uniform(draw, BigInt(count)));
  const pick = <T>(choices: readonly T[]): T => choices[below(choices.length)] as T;
  const from = (letters: string): string => letters.charAt(below(letters.length));
  const word = (): string => repeat(3, () => pick(onsets) + from(vowels)) + pick(codas);
  return {
    int: (min, max) => Number(BigInt(min) + uniform(draw, BigInt(max) - BigInt(min) + 1n)),
    string: (length) => randomString(length, from),
    word,
    email: () => `${pick(givenNames)}${pick(separators)}${word()}${below(100)}@${word()}.${pick(topDomains)}`,
    uuid: () => {
      const hex = (count: number): string => repeat(count, () => from('0123456789abcdef'));
      return `${hex(8)}-${hex(4)}-4${hex(3)}-${from('89ab')}${hex(3)}-${hex(12)}`;
    },
    pick,
  };
}

const repeat = (count: number, make: () => string): string => Array.from({ length: count }, make).join('');

/** Unsigned 64-bit numbers, one after another. */
function draws(seed: string): () => bigint {
  let block = Buffer.alloc(0);
  let counter = 0;
  return () => {
    if (block.length === 0) block = createHmac('sha256', seed).update(String(counter++)).digest();
    const value = block.readBigUInt64BE();
    block = block.subarray(8);
    return value;
  };
}

/** A number below `count`, without modulo bias: draws past the last whole multiple of `count` are thrown away. */
function uniform(draw: () => bigint, count: bigint): bigint {
  const end = 2n ** 64n - (2n ** 64n % count);
  for (;;) {
    const value = draw();
    if (value < end) return value % count;
  }
}

const small = 'abcdefghijklmnopqrstuvwxyz';
const capital = small.toUpperCase();
const digits = '0123456789';

/** Drawn again until it has what password rules ask for, which a third of all draws or more do. */
function randomString(length: number, from: (letters: string) => string): string {
  for (;;) {
    const text = Array.from({ length }, (_, index) => from(index === 0 ? small + capital : small + capital + digits));
    const isMixed = [small, capital, digits].every((kind) => text.some((letter) => kind.includes(letter)));
    if (isMixed || length < 3) return text.join('');
  }
}

const onsets = 'b br ch cl d dr f fl g gr h k kl l m n p pl r s sh st t tr v w z'.split(' ');
const vowels = 'aeiou';
const codas = ['', 'l', 'm', 'n', 'r', 's', 't', 'ck', 'nd', 'rt'];
const givenNames = (
  'alice amir anna boris carla chen daniel elena emma farid felix grace hana henry irene ivan james jonas ' +
  'julia karim laura leo lina marco maria maya nadia noah olga omar paul petra rosa samuel sara simon sofia thomas vera yusuf'
).split(' ');
const separators = ['', '.', '_'];
const topDomains = ['com', 'net', 'org', 'io', 'de', 'co.uk', 'fr', 'dev'];
