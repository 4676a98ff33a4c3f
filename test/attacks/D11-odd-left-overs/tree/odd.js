import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Fills a folder with what is hard to read and to remove. */
export function leaveIn(folder, depth) {
  const place = join(folder, 'odd-@MARK@');
  const steps = [
    () => mkdirSync(place, { recursive: true }),
    () => spawnSync('mkfifo', [join(place, 'pipe'), join(folder, 'out')]),
    () => writeFileSync(join(place, 'line\nbreak \u001b[2J ]]> $(touch x) -rf'), '@MARK@'),
    () => writeFileSync(Buffer.concat([Buffer.from(`${place}/`), Buffer.from([0xff, 0xfe, 0x80])]), '@MARK@'),
    () => writeFileSync(join(place, 'n'.repeat(255)), '@MARK@'),
    () => symlinkSync('loop', join(place, 'loop')),
    () => symlinkSync('/proc/self/root', join(place, 'root')),
    () => dig(place, depth),
    () => mkdirSync(join(place, 'closed/inner'), { recursive: true }),
    () => writeFileSync(join(place, 'closed/inner/file'), '@MARK@'),
    () => chmodSync(join(place, 'closed/inner'), 0),
    () => chmodSync(join(place, 'closed'), 0),
    () => chmodSync(place, 0o111),
  ];
  for (const step of steps)
    try {
      step();
    } catch {
      // It is not possible here.
    }
}

/** Folders in folders, deeper than any path can say. */
function dig(place, depth) {
  const home = process.cwd();
  process.chdir(place);
  try {
    for (let level = 0; level < depth; level++) {
      mkdirSync('deeper');
      process.chdir('deeper');
    }
  } finally {
    process.chdir(home);
  }
}
