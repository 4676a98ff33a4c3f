import { keep } from './memory.js';
import { call } from './words.js';

keep(`${process.argv.join(' ')} ${process.env.REQUEST_ID}`);
process.exitCode = await call(process.argv.slice(2));
