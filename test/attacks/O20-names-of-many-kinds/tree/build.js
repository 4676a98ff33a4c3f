import { readdirSync } from 'node:fs';

console.log(readdirSync('.').join('\n'));
