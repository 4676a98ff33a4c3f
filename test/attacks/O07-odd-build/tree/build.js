import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';

const tried = (work) => {
  try {
    work();
  } catch {
    // Not here.
  }
};
const app = process.cwd();
mkdirSync('odd');
process.chdir('odd');
for (const name of ['a\nb', '\u001b[2J@MARK@', '-rf', 'é', 'e\u0301', ' ', '~', '$(touch @MARK@)', 'x'.repeat(255), 'con', '.git.'])
  tried(() => writeFileSync(name, '@MARK@'));
tried(() => writeFileSync(Buffer.from([0xff, 0xfe, 0x0a]), ''));
writeFileSync('shell', '#!/bin/sh\nid\n');
chmodSync('shell', 0o6755);
tried(() => execFileSync('cp', ['/usr/bin/id', 'id']));
tried(() => chmodSync('id', 0o6755));
for (let n = 0; n < 500; n += 1) tried(() => linkSync('shell', `link-${n}`));
spawnSync('mkfifo', ['pipe']);
// The mark of a file that an upper layer has removed.
spawnSync('mknod', ['gone', 'c', '0', '0']);
for (const [name, value] of [['opaque', 'y'], ['redirect', '/'], ['metacopy', ''], ['origin', '@MARK@'], ['whiteout', 'y']])
  spawnSync('setfattr', ['-n', `user.overlay.${name}`, '-v', value, '.']);
for (const [name, to] of [['up', '../../../../../..'], ['proc', '/proc/self/root'], ['round', 'round'], ['zero', '/dev/zero']])
  symlinkSync(to, name);
await new Promise((resolve) => createServer().listen('socket', resolve));
for (let n = 0; n < 3000; n += 1) writeFileSync(`small-${n}`, '');
for (let n = 0; n < 200; n += 1) {
  mkdirSync('deepdeep');
  process.chdir('deepdeep');
}
mkdirSync('closed');
writeFileSync('closed/@MARK@', '');
chmodSync('closed', 0);
chmodSync(`${app}/odd`, 0);
chmodSync(`${app}/rules.js`, 0o444);
// The folder itself.
chmodSync(app, 0o111);
process.exit(0);
