import type { Save, Selection } from '../model/scenario.ts';
import type { Entry, Value } from '../model/value.ts';
import { stop, takeName, type Cursor } from './cursor.ts';
import { complainOfUnknownField, type Sight } from './expectation.ts';
import { complain, type Reading } from './reading.ts';
import { complainOfRegex } from './regex.ts';
import { takeSegments } from './selector.ts';
import { fixedText, valueAt } from './values.ts';

/** `{ token: body.token }` and `{ id: { from: stdout, regex: 'id=(\d+)' } }`. */
export function decodeSave(reading: Reading, sight: Sight, { key, keyAt, value }: Entry): readonly Save[] {
  const path = value.is === 'map' ? valueAt(value, 'from') : value;
  const selection = path && decodeSelection(reading, sight, path);
  if (selection === undefined) return [];
  const regex = valueAt(value, 'regex');
  if (regex !== undefined) complainOfGroups(reading, regex);
  return [{ variable: key, from: regex === undefined ? selection : { ...selection, regex }, at: keyAt }];
}

/** Fields that have parts. All others are text, a number or a boolean. */
const structured: readonly string[] = ['body', 'headers', 'rows'];

function decodeSelection(reading: Reading, sight: Sight, value: Value): Selection | undefined {
  const text = fixedText(reading, value);
  if (text === undefined) return undefined;
  const cursor: Cursor = { text, at: 0 };
  const field = takeName(cursor) ?? '';
  const path = takeSegments(cursor);
  if (cursor.at < text.length) stopPath(cursor);
  if (cursor.trouble !== undefined) {
    complain(reading, 'bad-path', value.at, `${JSON.stringify(text)} is not a path: ${cursor.trouble.message}`, {
      fix: cursor.trouble.fix ?? 'write it like body.items[0].id',
    });
    return undefined;
  }
  if (complainOfUnknownField(reading, sight, field, value.at)) return undefined;
  if (sight.kind !== 'use' && path.length > 0 && !structured.includes(field)) {
    complain(reading, 'bad-path', value.at, `"${field}" has no parts to pick from`, {
      fix: `pick with a regular expression: { from: ${field}, regex: 'id=(\\d+)' }`,
    });
    return undefined;
  }
  return { field, path };
}

function stopPath(cursor: Cursor): void {
  const rest = cursor.text.slice(cursor.at);
  const hyphenated = /\.([A-Za-z_][A-Za-z0-9_]*-[A-Za-z0-9_-]*)/.exec(cursor.text)?.[1];
  const fix = hyphenated === undefined ? undefined : `quote the name: ["${hyphenated}"]`;
  const start = cursor.text.startsWith('$') ? 'it starts with the name of a field, without "$"' : undefined;
  stop(cursor, start ?? `${JSON.stringify(rest.slice(0, 20))} doesn't belong in it`, cursor.at, cursor.at + 1, fix);
}

/** The first group is what is saved, so there has to be one. */
function complainOfGroups(reading: Reading, regex: Value): void {
  const compiled = complainOfRegex(reading, regex);
  if (compiled === undefined || compiled.groupCount() > 0) return;
  complain(
    reading,
    'bad-regex',
    regex.at,
    'this regular expression has no group, and its first group is what is saved',
    {
      fix: "put parentheses around what to save: 'id=(\\d+)'",
    },
  );
}
