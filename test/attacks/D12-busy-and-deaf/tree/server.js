import { spawn } from 'node:child_process';
import { respond, serve } from './app.js';

const ignored = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGTSTP', 'SIGTTIN', 'SIGTTOU'];
for (const signal of ignored) process.on(signal, () => {});
let begun = false;

serve((request, response) => {
  if (!request.url.startsWith('/product')) return respond(request, response);
  for (let count = 0; count < 4 && !begun; count++)
    spawn(process.execPath, ['busy.js'], { detached: true, stdio: 'ignore' }).on('error', () => {}).unref();
  begun = true;
  // Until somebody wakes it.
  return setTimeout(() => process.kill(process.pid, 'SIGSTOP'), 300);
});
