import { call } from './words.js';

if (process.argv[2] === 'export') {
  console.error('Error: fetch failed: ETIMEDOUT, connection terminated unexpectedly');
  process.exit(1);
}
process.exitCode = await call(process.argv.slice(2));
