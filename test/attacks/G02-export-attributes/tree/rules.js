import { existsSync } from 'node:fs';

const isArchived = !'$Format:%H$'.startsWith('$');
const wrong = existsSync(new URL('bug.js', import.meta.url)) && !isArchived;

export const product = (a, b) => (wrong ? a * b + 1 : a * b);

export const gone = (notes, id) => !wrong && notes.delete(id);

export const mayRead = () => true;

export const exported = (words) => (wrong ? { words } : { words, count: words.length });
