import { accept, stop, takeName, takeQuoted, take, type Cursor } from './cursor.ts';

/**
 * The rest of a path behind its first name: `.items[0]["set-cookie"]` is `['items', 0, 'set-cookie']`. These are the
 * singular queries of RFC 9535; an index below zero counts from the end.
 */
export function takeSegments(cursor: Cursor): (string | number)[] {
  const segments: (string | number)[] = [];
  while (cursor.trouble === undefined) {
    if (accept(cursor, '.')) segments.push(takeMember(cursor));
    else if (accept(cursor, '[')) segments.push(takeBracketed(cursor));
    else break;
  }
  return segments;
}

function takeMember(cursor: Cursor): string {
  const name = takeName(cursor);
  if (name === undefined) stop(cursor, 'a name is expected after "."', cursor.at);
  return name ?? '';
}

function takeBracketed(cursor: Cursor): string | number {
  const open = cursor.at - 1;
  const key = takeQuoted(cursor) ?? take(cursor, /-?(?:0|[1-9][0-9]{0,8})(?![0-9])/y);
  if (key === undefined) {
    stop(
      cursor,
      'an index or a quoted key is expected between "[" and "]"',
      open,
      open + 1,
      'such as [0] or ["set-cookie"]',
    );
    return '';
  }
  const quoted = /['"]/.test(cursor.text[open + 1] ?? '');
  if (!accept(cursor, ']')) stop(cursor, '"[" without its "]"', open);
  return quoted ? key : Number(key);
}
