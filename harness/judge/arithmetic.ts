import { decimal, type Decimal, decimalOf, printDecimal } from './numbers.ts';

/**
 * Arithmetic of expressions on JSON number literals. `+ - * %` are exact. `/` is exact when the quotient has no
 * more digits than the dividend, or 15, and else the nearest double, as a candidate would most likely compute it. Operands with more than a
 * thousand digits or zeros are computed as doubles. Nothing here throws.
 */

const exactDigits = 1000n;

/** `value` as a JSON literal, or why there is none. */
export type Computed = { readonly ok: true; readonly value: string } | { readonly ok: false; readonly why: string };

/** Computes `left operator right`, all JSON number literals. */
export function operate(operator: '+' | '-' | '*' | '/' | '%', left: string, right: string): Computed {
  const a = decimalOf(left);
  const b = decimalOf(right);
  if ((operator === '/' || operator === '%') && b.digits === '') return { ok: false, why: 'division by zero' };
  if (!isSmall(a) || !isSmall(b)) return inDoubles(operator, Number(left), Number(right));
  if (operator === '/') return divide(a, b, Number(left) / Number(right));
  const exact = operator === '*' ? multiply(a, b) : combine(operator, a, b);
  return { ok: true, value: printDecimal(exact) };
}

/** The number with the other sign. */
export const negate = (literal: string): string => {
  const { negative, digits, point } = decimalOf(literal);
  return printDecimal(decimal(!negative, digits, point));
};

/** `round` goes half away from zero, `floor` down, `ceil` up. */
export function roundTo(how: 'round' | 'floor' | 'ceil', literal: string): string {
  const a = decimalOf(literal);
  if (a.point >= BigInt(a.digits.length)) return printDecimal(a);
  const kept = a.point > 0n ? a.digits.slice(0, Number(a.point)) : '';
  const firstCut = a.point < 0n ? '0' : a.digits.charAt(kept.length);
  const awayFromZero = how === 'round' ? firstCut >= '5' : a.negative === (how === 'floor');
  const magnitude = BigInt(kept || '0') + (awayFromZero ? 1n : 0n);
  return printDecimal(scaled(a.negative ? -magnitude : magnitude, 0n));
}

function isSmall({ digits, point }: Decimal): boolean {
  return digits.length <= exactDigits && point <= exactDigits && point >= -exactDigits;
}

function inDoubles(operator: '+' | '-' | '*' | '/' | '%', a: number, b: number): Computed {
  const value = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b }[operator];
  return Number.isFinite(value)
    ? { ok: true, value: printDecimal(decimalOf(String(value))) }
    : { ok: false, why: 'the number is too large to compute with' };
}

const multiply = (a: Decimal, b: Decimal): Decimal =>
  scaled(coefficient(a) * coefficient(b), exponent(a) + exponent(b));

/** Brings both to the same exponent; `%` has the sign of the dividend. */
function combine(operator: '+' | '-' | '%', a: Decimal, b: Decimal): Decimal {
  const common = exponent(a) < exponent(b) ? exponent(a) : exponent(b);
  const left = coefficient(a) * 10n ** (exponent(a) - common);
  const right = coefficient(b) * 10n ** (exponent(b) - common);
  const value = operator === '+' ? left + right : operator === '-' ? left - right : left % right;
  return scaled(value, common);
}

function divide(a: Decimal, b: Decimal, nearest: number): Computed {
  const places = BigInt(15 + b.digits.length);
  const dividend = coefficient(a) * 10n ** places;
  const divisor = coefficient(b);
  const quotient = scaled(dividend / divisor, exponent(a) - exponent(b) - places);
  const isShort = quotient.digits.length <= Math.max(15, a.digits.length);
  if (dividend % divisor === 0n && isShort) return { ok: true, value: printDecimal(quotient) };
  return Number.isFinite(nearest)
    ? { ok: true, value: printDecimal(decimalOf(String(nearest))) }
    : { ok: false, why: 'the number is too large to compute with' };
}

const exponent = ({ digits, point }: Decimal): bigint => point - BigInt(digits.length);

const coefficient = ({ negative, digits }: Decimal): bigint => BigInt(digits || '0') * (negative ? -1n : 1n);

/** `value` times 10^`power`. */
function scaled(value: bigint, power: bigint): Decimal {
  const digits = String(value < 0n ? -value : value);
  return decimal(value < 0n, digits, BigInt(digits.length) + power);
}
