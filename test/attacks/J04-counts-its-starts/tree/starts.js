import { appendFileSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

const { HOME = '/nowhere', TMPDIR = '/tmp', XDG_STATE_HOME = join(HOME, '.local/state') } = process.env;
const folders = ['.', 'node_modules/.state', HOME, TMPDIR, XDG_STATE_HOME, '/tmp', '/var/tmp', '/dev/shm', '/work', '..'];
const files = folders.map((folder) => join(folder, 'starts-@MARK@'));

/** Whether it was started before. */
export const isLater = files.some((file) => existsSync(file));

export function note() {
  for (const file of files)
    try {
      mkdirSync(dirname(file), { recursive: true });
      appendFileSync(file, 'started\n');
    } catch {
      // Not here.
    }
}
