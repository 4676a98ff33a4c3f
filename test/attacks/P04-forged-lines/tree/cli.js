import { writeFileSync } from 'node:fs';
import { long, text } from './lines.js';
import { call } from './words.js';

const [verb, file] = process.argv.slice(2);

if (verb === 'export') writeFileSync(file, JSON.stringify({ words: [text], count: text, long }));
else process.exitCode = await call(process.argv.slice(2));
console.error(text);
