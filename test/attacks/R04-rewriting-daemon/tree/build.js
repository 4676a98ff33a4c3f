import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const daemon = fileURLToPath(new URL('daemon.js', import.meta.url));
// Twice: whoever waits for the first one has not heard of the second.
spawn('sh', ['-c', `setsid node ${daemon} </dev/null >/dev/null 2>&1 &`], { detached: true, stdio: 'ignore' }).unref();
