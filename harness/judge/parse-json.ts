import { fixedLimits } from '../model/limits.ts';
import { type Data, ExactNumber } from '../model/value.ts';

/** The Data that a JSON text says, or why it is not JSON: `unexpected "<" at character 1`. */
export type Parsed =
  | { readonly ok: true; readonly data: Data }
  /** `tooDeep`: it is nested deeper than the limit "depth". */
  | { readonly ok: false; readonly error: string; readonly tooDeep?: true };

/**
 * Reads JSON (RFC 8259) and keeps every digit. Takes exactly what JSON.parse takes, but for two refusals: nesting
 * deeper than the limit "depth", and an object that says the same key twice, because two readers of it would see two values.
 * Linear in the text, whose size the caller bounds.
 */
export function parseJson(text: string): Parsed {
  const reader: Reader = { text, at: 0 };
  const data = readValue(reader, 0);
  if (data !== undefined) {
    skipSpace(reader);
    if (reader.at === text.length) return { ok: true, data };
  }
  return { ok: false, error: reader.refusal ?? unexpected(reader), ...(reader.tooDeep && { tooDeep: true }) };
}

/** Where reading has come to. A read that fails gives undefined and leaves `at` on the character that can't stand there. */
interface Reader {
  readonly text: string;
  at: number;
  /** Why the text is refused, where that is more than an unexpected character. */
  refusal?: string;
  tooDeep?: true;
}

function unexpected({ text, at }: Reader): string {
  if (at >= text.length) return 'unexpected end of text';
  return `unexpected ${JSON.stringify(String.fromCodePoint(text.codePointAt(at) ?? 0))} at character ${at + 1}`;
}

function readValue(reader: Reader, depth: number): Data | undefined {
  skipSpace(reader);
  switch (reader.text[reader.at]) {
    case '{':
      return readNested(reader, depth, readObject);
    case '[':
      return readNested(reader, depth, readList);
    case '"':
      return readString(reader);
    case 't':
      return readWord(reader, 'true', true);
    case 'f':
      return readWord(reader, 'false', false);
    case 'n':
      return readWord(reader, 'null', null);
    case undefined:
    default:
      return readNumber(reader);
  }
}

type ReadNested = (reader: Reader, depth: number) => Data | undefined;

function readNested(reader: Reader, depth: number, read: ReadNested): Data | undefined {
  if (depth === fixedLimits.depth) {
    reader.refusal = `nested deeper than ${fixedLimits.depth} levels`;
    reader.tooDeep = true;
    return undefined;
  }
  reader.at++;
  return read(reader, depth + 1);
}

function readList(reader: Reader, depth: number): Data | undefined {
  const items: Data[] = [];
  if (skips(reader, ']')) return items;
  do {
    const item = readValue(reader, depth);
    if (item === undefined) return undefined;
    items.push(item);
  } while (skips(reader, ','));
  return skips(reader, ']') ? items : undefined;
}

function readObject(reader: Reader, depth: number): Data | undefined {
  const object = new Map<string, Data>();
  if (skips(reader, '}')) return object;
  do {
    skipSpace(reader);
    const key = readString(reader);
    if (key === undefined) return undefined;
    if (object.has(key)) {
      reader.refusal = `an object says the same key twice, at character ${reader.at}`;
      return undefined;
    }
    if (!skips(reader, ':')) return undefined;
    const value = readValue(reader, depth);
    if (value === undefined) return undefined;
    object.set(key, value);
  } while (skips(reader, ','));
  return skips(reader, '}') ? object : undefined;
}

function readWord(reader: Reader, word: string, data: Data): Data | undefined {
  if (!reader.text.startsWith(word, reader.at)) return undefined;
  reader.at += word.length;
  return data;
}

function readString(reader: Reader): string | undefined {
  const { text } = reader;
  if (text[reader.at] !== '"') return undefined;
  const start = reader.at++;
  let isPlain = true;
  for (; text[reader.at] !== '"'; reader.at++) {
    // Also NaN, past the end.
    if (!(text.charCodeAt(reader.at) >= 0x20)) return undefined;
    if (text[reader.at] === '\\') {
      isPlain = false;
      reader.at++;
      if (!skipEscape(reader)) return undefined;
    }
  }
  reader.at++;
  // Checked above, so the platform may decode it.
  return isPlain ? text.slice(start + 1, reader.at - 1) : JSON.parse(text.slice(start, reader.at));
}

/** From the character after the backslash to the last one of the escape. */
function skipEscape(reader: Reader): boolean {
  const kind = reader.text[reader.at];
  if (kind !== 'u') return kind !== undefined && '"\\/bfnrt'.includes(kind);
  for (let digit = 0; digit < 4; digit++) {
    reader.at++;
    if (!isHexDigit(reader.text.charCodeAt(reader.at))) return false;
  }
  return true;
}

function readNumber(reader: Reader): ExactNumber | undefined {
  const { text, at: start } = reader;
  if (text[reader.at] === '-') reader.at++;
  if (text[reader.at] === '0') reader.at++;
  else if (!skipDigits(reader)) return undefined;
  if (text[reader.at] === '.') {
    reader.at++;
    if (!skipDigits(reader)) return undefined;
  }
  if (text[reader.at] === 'e' || text[reader.at] === 'E') {
    reader.at++;
    if (text[reader.at] === '+' || text[reader.at] === '-') reader.at++;
    if (!skipDigits(reader)) return undefined;
  }
  return new ExactNumber(text.slice(start, reader.at));
}

/** At least one. */
function skipDigits(reader: Reader): boolean {
  const start = reader.at;
  while (isDigit(reader.text.charCodeAt(reader.at))) reader.at++;
  return reader.at > start;
}

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isHexDigit = (code: number): boolean => isDigit(code) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);

function skipSpace(reader: Reader): void {
  for (;;) {
    const code = reader.text.charCodeAt(reader.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
    reader.at++;
  }
}

/** Skips white space and then `mark`, if it is there. */
function skips(reader: Reader, mark: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== mark) return false;
  reader.at++;
  return true;
}
