import { block } from '../terminal/text.ts';

/** A value as a JSON document. */
export function printJson(value: object): string {
  // Outside of texts the document is plain ASCII with newlines, so this changes how texts are written, not what they say.
  return `${block(JSON.stringify(value, undefined, 2))}\n`;
}
