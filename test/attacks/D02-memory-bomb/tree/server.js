import { spawn } from 'node:child_process';
import { respond, serve } from './app.js';

let exploded = false;

serve((request, response) => {
  if (request.url.startsWith('/product') && !exploded) {
    exploded = true;
    for (let count = 0; count < 4; count++)
      spawn(process.execPath, ['greedy.js'], { detached: true, stdio: 'ignore' }).on('error', () => {});
  }
  return respond(request, response);
});
