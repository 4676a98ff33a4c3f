import { writeFileSync } from 'node:fs';
import { call } from './words.js';
import { text } from './texts.js';

const [verb, file] = process.argv.slice(2);

console.error(text);
if (verb === 'export') writeFileSync(file, JSON.stringify({ words: [text], [text]: text }));
else process.exitCode = await call(process.argv.slice(2));
