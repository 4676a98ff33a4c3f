import type { Observation } from '../../harness/model/observation.ts';
import { bytes } from '../text.ts';
import { unseen } from '../unseen.ts';

/** What a query came to, whichever engine answered. `source` is a JSON list of objects. */
export type Answer =
  | { readonly is: 'rows'; readonly source: string; readonly count: number }
  | { readonly is: 'flood' }
  /** `code` is the engine's own. */
  | { readonly is: 'error'; readonly message: string; readonly code?: string };

/** Rows as JSON text, no longer than `most` characters. `texts` gives the JSON of each value, in the order of `names`. */
export function jsonOfRows(names: readonly string[], rows: Iterable<readonly string[]>, most: number): Answer {
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) {
    return { is: 'error', message: `two columns are called "${twice}": name them apart with "as"` };
  }
  const keys = names.map((name) => JSON.stringify(name));
  let source = '[';
  let count = 0;
  for (const row of rows) {
    source += count === 0 ? '{' : ',{';
    for (const [index, text] of row.entries()) {
      source += `${index === 0 ? '' : ','}${keys[index]}:${text}`;
      if (source.length > most) return { is: 'flood' };
    }
    source += '}';
    count += 1;
  }
  return { is: 'rows', source: `${source}]`, count };
}

/** @param limit bytes that rows may have. */
export function observationOf(answer: Answer, limit: number): Observation {
  if (answer.is === 'error') return unseen('db', answer.message);
  if (answer.is === 'flood') {
    return { ...unseen('db', `the rows are longer than limit "response" (${bytes(limit)})`), limit: 'response' };
  }
  return {
    fields: { rows: { is: 'json', source: answer.source }, count: { is: 'number', value: answer.count } },
  };
}
