import { writeSync } from 'node:fs';
import { call } from './words.js';

process.exitCode = await call(process.argv.slice(2));
if (process.argv[2] === 'upper') flood();

/** At most 1 GiB in 10 s. */
function flood() {
  const piece = Buffer.alloc(65_536, 'flood @MARK@ ');
  const until = Date.now() + 10_000;
  for (let written = 0; written < 1024 ** 3 && Date.now() < until; )
    try {
      written += writeSync(1, piece);
    } catch (error) {
      if (error.code !== 'EAGAIN') process.exit();
    }
}
