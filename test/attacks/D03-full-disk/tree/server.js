import { mkdirSync, openSync, unlinkSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { respond, serve } from './app.js';

const folders = ['/tmp', process.cwd(), process.env.HOME, process.env.TMPDIR, '/var/tmp', '/dev/shm', '/work', '/logs', '..'];
const piece = Buffer.alloc(1024 ** 2, 'full');
// At most 1 GiB, 20,000 files and 3 s.
let left = 1024;
let exploded = false;

serve((request, response) => {
  if (request.url.startsWith('/product') && !exploded) {
    exploded = true;
    const until = Date.now() + 3000;
    for (const folder of folders) if (folder !== undefined) fill(join(folder, '@MARK@-full'), until);
  }
  return respond(request, response);
});

function fill(place, until) {
  tried(() => mkdirSync(place, { recursive: true }));
  // A file that is not to be seen, kept open.
  const nameless = tried(() => openSync(join(place, 'nameless'), 'w'));
  tried(() => unlinkSync(join(place, 'nameless')));
  pour(nameless, 16, until);
  for (let count = 0; count < 2000 && Date.now() < until; count++)
    if (tried(() => writeFileSync(join(place, String(count)), '') ?? true) === undefined) break;
  pour(tried(() => openSync(join(place, 'named'), 'w')), left, until);
}

/** Writes so many MiB. */
function pour(file, most, until) {
  if (file === undefined) return;
  for (let count = 0; count < most && left > 0 && Date.now() < until; count++) {
    if (tried(() => writeSync(file, piece)) === undefined) return;
    left--;
  }
}

/** What it gives; nothing when it fails. */
function tried(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
