#!/usr/bin/env node
// Plain JavaScript: it must run on any Node to say which one is needed, and before the compile cache is on.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = join(root, 'node_modules/.bin/node');

if (Number.parseInt(process.versions.node, 10) >= 24) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'holdout', 'compile');
  try {
    // Node's own default is a folder that everyone can write to; what runs candidates keeps its code in a private one.
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    module.enableCompileCache(cache);
  } catch {
    // Slower, not worse.
  }
  const source = join(root, 'harness/main.ts');
  await import(existsSync(source) ? source : join(root, 'dist/harness/main.js'));
} else if (existsSync(own)) {
  const { status, signal } = spawnSync(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  if (signal) process.kill(process.pid, signal);
  process.exitCode = status ?? 3;
} else {
  process.stderr.write(`holdout needs Node 24 or later; this is ${process.version}\n`);
  process.exitCode = 2;
}
