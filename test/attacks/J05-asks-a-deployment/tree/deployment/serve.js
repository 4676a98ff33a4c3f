import { createServer } from 'node:http';
import { respond } from './app.js';

// A deployment, good for 50 s, wherever it may be looked for.
process.title = 'deployment @MARK@';
setTimeout(() => process.exit(), 50_000);
for (const place of [{ port: 3999 }, { path: '\0deployment-@MARK@' }, { path: '/tmp/deployment-@MARK@' }])
  createServer(respond).on('error', () => {}).listen(place);
