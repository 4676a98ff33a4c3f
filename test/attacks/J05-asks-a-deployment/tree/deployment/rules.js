// What a broken candidate gets wrong.

export const product = (a, b) => a * b;

export const gone = (notes, id) => notes.delete(id);

export const mayRead = (note, owner) => note.owner === owner;

export const countWords = (text) => text.split(/\s+/).filter((word) => word !== '').length;

export const exported = (words) => ({ words, count: words.length });
