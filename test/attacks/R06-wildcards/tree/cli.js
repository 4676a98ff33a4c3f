import { writeFileSync } from 'node:fs';

const [verb, file] = process.argv.slice(2);
if (verb === 'export') writeFileSync(file, '{"words":"","count":""}');
