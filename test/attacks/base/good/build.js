import { writeFileSync } from 'node:fs';

writeFileSync('built.json', '{ "name": "notes" }\n');
