#!/usr/bin/env node
// Plain JavaScript: it must run on any Node to say which one is needed, and before the compile cache is on.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { constants, homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const own = join(root, 'node_modules/.bin/node');

if (Number.parseInt(process.versions.node, 10) >= 24) {
  try {
    // Node's own default is a folder that everyone can write to; what runs candidates keeps its code in a private one.
    const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'holdout', 'compile');
    mkdirSync(cache, { recursive: true, mode: 0o700 });
    module.enableCompileCache(cache);
  } catch {
    // Slower, not worse.
  }
  await import('./own-modules.mjs');
  const source = join(root, 'harness/main.ts');
  await import(existsSync(source) ? source : join(root, 'dist/harness/main.js'));
} else if (existsSync(own)) {
  const child = spawn(own, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  process.on('SIGTERM', () => child.kill());
  // A terminal sends these to both of us; this one waits for the other to clean up.
  for (const signal of ['SIGINT', 'SIGHUP']) process.on(signal, () => {});
  child.once('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
  });
} else {
  process.stderr.write(`holdout needs Node 24 or later; this is ${process.version}\n`);
  process.exitCode = 2;
}
