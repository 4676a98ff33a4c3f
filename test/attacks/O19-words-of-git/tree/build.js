import { readFileSync } from 'node:fs';

console.log(readFileSync('.gitmodules', 'utf8'));
