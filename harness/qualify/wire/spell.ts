import { isList } from '../../judge/data.ts';
import { type Data, ExactNumber } from '../../model/value.ts';

/** JSON that says the same in other characters: white space wherever it may be, escapes wherever it can. Digits stay. */
export function spelledOddly(data: Data): string {
  if (isList(data)) return nested('[', data.map(spelledOddly), ']');
  if (data instanceof Map) {
    return nested(
      '{',
      [...data].map(([key, value]) => `${quoted(key)} :\t${spelledOddly(value)}`),
      '}',
    );
  }
  if (data instanceof ExactNumber) return data.digits;
  return typeof data === 'string' ? quoted(data) : JSON.stringify(data);
}

const nested = (open: string, parts: readonly string[], close: string): string =>
  `${open}\n\t${parts.join('\n\t, ')}\n${close}`;

const quoted = (text: string): string => JSON.stringify(text).replaceAll(/[/\u0080-\uffff]/g, escaped);

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
