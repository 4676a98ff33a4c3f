import type { Reporter } from '../../harness/model/report.ts';
import { escaped, hidden } from '../../harness/model/hidden.ts';

/** For programs: one document as `schemas/report.schema.json` describes it, whatever the number of Reports. */
export const json: Reporter = {
  name: 'json',
  render(reports) {
    const document = JSON.stringify({ version: 1, reports }, undefined, 2);
    // Outside of texts the document is plain ASCII with newlines, so this changes how texts are written, not what they say.
    return `${document.replaceAll(hidden, (character) => (character === '\n' ? character : escaped(character)))}\n`;
  },
};
