import { spawnSync } from 'node:child_process';
import { call } from './words.js';
import { leaveIn } from './odd.js';

const [verb, file] = process.argv.slice(2);

leaveIn('.', 500);
// Whoever reads it waits for ever.
if (verb === 'export') spawnSync('mkfifo', [file]);
else process.exitCode = await call(process.argv.slice(2));
