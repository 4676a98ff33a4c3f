import { spawn, spawnSync } from 'node:child_process';
import { ftruncateSync, openSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';

const [, name, word, nonce] = process.argv.slice(2);
const tried = (work) => {
  try {
    return work();
  } catch {
    return undefined;
  }
};
const daemon = (script, ...args) =>
  spawn(process.execPath, ['--eval', script, ...args], { detached: true, stdio: 'ignore' }).unref();
const ways = {
  'one.json': () => spawnSync('mkfifo', [name]),
  // Its process goes on, so that the socket stays.
  'two.json': () => daemon(`require('node:net').createServer().listen(process.argv[1]); setTimeout(() => {}, 30000)`, name),
  'three.json': () => symlinkSync('/dev/zero', name),
  'four.json': () => tried(() => ftruncateSync(openSync(name, 'w'), 2 ** 40)) ?? tried(() => truncateSync(name, 31 * 2 ** 20)),
  'five.json': () => symlinkSync('/proc/self/environ', name),
  'list.json': () => symlinkSync(name, name),
  // A regular file for whoever looks, a pipe for whoever opens it.
  'large.json': () => {
    writeFileSync('file', JSON.stringify({ words: [word, nonce] }));
    spawnSync('mkfifo', ['pipe']);
    daemon(
      `const { linkSync, renameSync } = require('node:fs');
       const ends = Date.now() + 20000;
       while (Date.now() < ends) for (const from of ['file', 'pipe']) {
         try { linkSync(from, 'next'); renameSync('next', process.argv[1]); } catch {}
       }`,
      name,
    );
  },
};
ways[name]?.();
