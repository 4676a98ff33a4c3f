import { call } from './words.js';

process.exitCode = await call(process.argv.slice(2));
