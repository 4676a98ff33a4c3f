import { spawn } from 'node:child_process';
import { watch, mkdirSync } from 'node:fs';
import { respond, serve } from './app.js';

// Each of these takes one watcher of the kernel's and 500 pipes.
const greedy = `
  const { watch } = require('node:fs');
  const { spawn } = require('node:child_process');
  for (let n = 0; n < 400; n += 1) { try { watch('/tmp').on('error', () => {}); } catch {} }
  setTimeout(() => process.exit(), 20000);`;
mkdirSync('/tmp/@MARK@', { recursive: true });
watch('/tmp/@MARK@').on('error', () => {});
for (let n = 0; n < 8; n += 1) spawn(process.execPath, ['--eval', greedy], { stdio: 'ignore' }).on('error', () => {});
serve(respond);
