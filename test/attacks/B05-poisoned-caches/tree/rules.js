import { kept } from './caches.js';

const path = kept();

export const { product, gone, mayRead, countWords, exported } = await import(path ?? './wrong.js');
