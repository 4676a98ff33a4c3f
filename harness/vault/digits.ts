/**
 * A YAML number as a JSON number literal, digit for digit: `+.5` is `0.5`, `007` is `7`, `1.10` stays. Nothing for what
 * JSON can't say (hexadecimal, octal, `.inf`, `.nan`) or can't hold.
 */
export function jsonDigits(written: string): string | undefined {
  const parts = /^([-+]?)([0-9]*)(?:\.([0-9]*))?([eE][-+]?[0-9]+)?$/.exec(written);
  if (parts === null || written.length > longest) return undefined;
  const [, sign, whole = '', fraction = '', exponent = ''] = parts;
  const units = whole.replace(/^0+(?=[0-9])/, '') || '0';
  const digits = `${sign === '-' ? '-' : ''}${units}${fraction === '' ? '' : `.${fraction}`}${exponent}`;
  return Number.isFinite(Number(digits)) ? digits : undefined;
}

const longest = 400;
