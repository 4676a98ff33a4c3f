/**
 * Exact comparison of JSON number literals of any length. Digits stay text and are never expanded, so
 * `1e1000000000` costs as much as its eleven characters.
 */

/** 0.d1d2d3... times 10^point, with d1 and the last digit other than 0. Zero has no digits, and no sign. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: bigint;
}

/** The normal form of a JSON number literal: equal numbers have equal forms. */
export function decimalOf(literal: string): Decimal {
  const negative = literal.startsWith('-');
  const exponentAt = literal.search(/e/i);
  const mantissa = literal.slice(negative ? 1 : 0, exponentAt === -1 ? undefined : exponentAt);
  const exponent = exponentAt === -1 ? 0n : exponentOf(literal.slice(exponentAt + 1));
  const dot = mantissa.indexOf('.');
  const whole = dot === -1 ? mantissa : mantissa.slice(0, dot);
  return decimal(negative, whole + mantissa.slice(whole.length + 1), BigInt(whole.length) + exponent);
}

/** Digits of an exponent. Longer ones all count as the largest of these: converting them would take seconds. */
const longestExponent = 1000;

function exponentOf(text: string): bigint {
  const digits = text.replace(/^[-+]?0*/, '');
  const magnitude = BigInt(digits.length > longestExponent ? '9'.repeat(longestExponent) : digits);
  return text.startsWith('-') ? -magnitude : magnitude;
}

/** The normal form of 0.`digits` times 10^`point`. */
export function decimal(negative: boolean, digits: string, point: bigint): Decimal {
  let start = 0;
  while (digits[start] === '0') start++;
  let end = digits.length;
  while (end > start && digits[end - 1] === '0') end--;
  if (start === end) return { negative: false, digits: '', point: 0n };
  return { negative, digits: digits.slice(start, end), point: point - BigInt(start) };
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`: two JSON number literals. */
export function compareNumbers(a: string, b: string): number {
  return a === b ? 0 : compareDecimals(decimalOf(a), decimalOf(b));
}

function compareDecimals(a: Decimal, b: Decimal): number {
  const sign = signOf(a);
  if (sign !== signOf(b)) return sign - signOf(b);
  if (a.point !== b.point) return a.point < b.point ? -sign : sign;
  if (a.digits === b.digits) return 0;
  return a.digits < b.digits ? -sign : sign;
}

const signOf = (a: Decimal): -1 | 0 | 1 => (a.digits === '' ? 0 : a.negative ? -1 : 1);

/** Is a JSON number literal a whole number? `1.0` and `1e3` are. */
export function isWhole(literal: string): boolean {
  const { digits, point } = decimalOf(literal);
  return point >= BigInt(digits.length);
}

/** The shortest JSON literal of a number; `1e21` and `1e-7` as JavaScript would switch to them. */
export function printDecimal({ negative, digits, point }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (point > 21n || point < -5n) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${sign}${digits[0]}${fraction}e${point - 1n}`;
  }
  const places = Number(point);
  if (places <= 0) return `${sign}0.${'0'.repeat(-places)}${digits}`;
  if (places >= digits.length) return sign + digits.padEnd(places, '0');
  return `${sign}${digits.slice(0, places)}.${digits.slice(places)}`;
}
