import { type Data, ExactNumber } from '../model/value.ts';
import { compareNumbers } from './numbers.ts';

/**
 * JSON with every digit as it was. Stops soon after `limit` characters, so that what is longer than that is cut: for
 * text that is only shown, or is refused when it is too long.
 */
export function printJson(data: Data, limit = Number.POSITIVE_INFINITY): string {
  const page = { text: '', limit };
  write(data, page);
  return page.text;
}

interface Page {
  text: string;
  readonly limit: number;
}

function write(data: Data, page: Page): void {
  if (typeof data === 'string') page.text += JSON.stringify(data.slice(0, page.limit));
  else if (data instanceof ExactNumber) page.text += data.digits.slice(0, page.limit + 1);
  else if (isList(data)) writeAll('[', data, ']', page, (item) => write(item, page));
  else if (data instanceof Map) writeAll('{', data, '}', page, ([key, value]) => writeEntry(key, value, page));
  else page.text += JSON.stringify(data);
}

function writeEntry(key: string, value: Data, page: Page): void {
  page.text += `${JSON.stringify(key.slice(0, page.limit))}:`;
  write(value, page);
}

function writeAll<T>(open: string, items: Iterable<T>, close: string, page: Page, writeOne: (item: T) => void): void {
  page.text += open;
  let isFirst = true;
  for (const item of items) {
    if (page.text.length > page.limit) return;
    if (!isFirst) page.text += ',';
    isFirst = false;
    writeOne(item);
  }
  page.text += close;
}

/** Narrows to the list among Data, which Array.isArray alone does not do for readonly arrays. */
export const isList = (data: Data): data is readonly Data[] => Array.isArray(data);

/** Equal and of the same type, all the way down; numbers by value, keys in any order. */
export function equalData(a: Data, b: Data): boolean {
  if (a instanceof ExactNumber) return b instanceof ExactNumber && compareNumbers(a.digits, b.digits) === 0;
  if (isList(a)) return isList(b) && a.length === b.length && a.every((item, index) => equalAt(item, b[index]));
  if (a instanceof Map) {
    return b instanceof Map && a.size === b.size && [...a].every(([key, value]) => equalAt(value, b.get(key)));
  }
  return a === b;
}

const equalAt = (a: Data, b: Data | undefined): boolean => b !== undefined && equalData(a, b);

/** What a template makes of a value: text as it is, everything else as JSON. Cut soon after `limit` characters. */
export function textOf(data: Data, limit?: number): string {
  return typeof data === 'string' ? data : printJson(data, limit);
}
