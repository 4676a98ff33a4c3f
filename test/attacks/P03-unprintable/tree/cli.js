import { writeFileSync } from 'node:fs';
import { bytes } from './bytes.js';
import { call } from './words.js';

const [verb, file] = process.argv.slice(2);

process.stderr.write(bytes);
if (verb === 'export') writeFileSync(file, bytes);
else process.exitCode = await call(process.argv.slice(2));
