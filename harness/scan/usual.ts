import { readSchema } from '../vault/schema.ts';

/** Words that any scenario may have, and many a program too. */
const common = `a and are at be by can com content do does error example expect false for from get has header headers host
  http https in int is it json localhost no not null of ok on once one or org patch path post put random request response
  string test text that the there they this to true type url uuid value when with 2xx 4xx 5xx`;

/** Those, and the keys and matchers of the language. */
export function usualWords(): ReadonlySet<string> {
  const words = new Set(common.split(/\s+/));
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) for (const item of node) walk(item);
    if (typeof node !== 'object' || node === null) return;
    for (const [key, below] of Object.entries(node)) {
      if (key === 'properties') for (const name of Object.keys(below as object)) words.add(name.toLowerCase());
      walk(below);
    }
  };
  walk(readSchema('scenario'));
  return words;
}
