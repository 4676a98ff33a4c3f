/** A place in a text that is being parsed. At the first trouble it jumps to the end, so that every loop comes to rest. */
export interface Cursor {
  readonly text: string;
  at: number;
  trouble?: Trouble;
}

/** What could not be understood, as offsets into the text. */
interface Trouble {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly fix?: string;
}

/** Gives up. Only the first trouble counts. */
export function stop(cursor: Cursor, message: string, start: number, end: number = start + 1, fix?: string): void {
  cursor.trouble ??= { start, end, message, ...(fix === undefined ? {} : { fix }) };
  cursor.at = cursor.text.length;
}

/** Moves past `token` if it is next. */
export function accept(cursor: Cursor, token: string): boolean {
  if (!cursor.text.startsWith(token, cursor.at)) return false;
  cursor.at += token.length;
  return true;
}

export function skipSpace(cursor: Cursor): void {
  take(cursor, /[ \t\r\n]*/y);
}

/** Moves past what a sticky expression finds here, and returns it; nothing when it isn't here. */
export function take(cursor: Cursor, sticky: RegExp): string | undefined {
  sticky.lastIndex = cursor.at;
  const found = sticky.exec(cursor.text)?.[0];
  if (found !== undefined) cursor.at += found.length;
  return found;
}

/** A name as variables and short paths have it: letters, digits and `_`, not a digit first. */
export const takeName = (cursor: Cursor): string | undefined => take(cursor, /[A-Za-z_][A-Za-z0-9_]*/y);

/** `'text'` or `"text"`; the quote doubled stands for itself. Nothing when no quote is next. */
export function takeQuoted(cursor: Cursor): string | undefined {
  const open = cursor.at;
  const quote = cursor.text[open];
  if (quote !== "'" && quote !== '"') return undefined;
  let text = '';
  let from = open + 1;
  for (;;) {
    const end = cursor.text.indexOf(quote, from);
    if (end === -1) {
      stop(cursor, 'this text has no closing quote', open);
      return '';
    }
    text += cursor.text.slice(from, end);
    if (cursor.text[end + 1] !== quote) {
      cursor.at = end + 1;
      return text;
    }
    text += quote;
    from = end + 2;
  }
}
