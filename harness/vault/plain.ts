import { unreachable } from '../model/problem.ts';
import type { Value } from '../model/value.ts';
import { writtenText, type Reading } from './reading.ts';

/** A Value as plain JavaScript, templates as the author wrote them. No key is special: mappings have no prototype. */
export function plainOf(reading: Reading, value: Value): unknown {
  switch (value.is) {
    case 'null':
      return null;
    case 'boolean':
      return value.value;
    case 'number':
      return Number(value.digits);
    case 'text':
      return writtenText(reading, value);
    case 'list':
      return value.items.map((item) => plainOf(reading, item));
    case 'map': {
      const plain = Object.create(null) as Record<string, unknown>;
      for (const entry of value.entries) plain[entry.key] = plainOf(reading, entry.value);
      return plain;
    }
    default:
      return unreachable(value);
  }
}
