import { writeResults } from './results.js';
import { call } from './words.js';

writeResults();
process.exitCode = await call(process.argv.slice(2));
