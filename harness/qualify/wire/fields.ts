import type { Data } from '../../model/value.ts';
import { jsonOf } from './json.ts';
import { isForm, type Message } from './message.ts';

/** The fields of what was sent: of a JSON object, or of a form. */
export function fieldsOf(message: Message): readonly (readonly [name: string, value: Data])[] {
  const data = jsonOf(message);
  if (data instanceof Map) return [...data];
  return isForm(message) ? [...new URLSearchParams(message.body.toString())] : [];
}
