import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';

// Twice forked, in a session of its own.
spawn('sh', ['-c', `setsid "${process.execPath}" keeper.js &`], { detached: true, stdio: 'ignore' });
await sleep(60_000);
