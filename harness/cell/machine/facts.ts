import { existsSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { findCgroups } from '../cgroup.ts';
import { findBrowser } from '../find-browser.ts';
import { orElse } from '../or-else.ts';
import { browserFact } from './browser.ts';
import { cgroupFact } from './cgroups.ts';
import type { Fact } from './fact.ts';
import { namespaceFacts, tryNamespaces, userSettings } from './namespaces.ts';
import { kernelFact, nodeFact, platformFact } from './platform.ts';
import { programFacts } from './programs.ts';
import { said } from './said.ts';
import { seccompFact } from './seccomp.ts';
import { userFact } from './user.ts';

/** What this machine has, looked at and tried at once. Changes nothing. @param env see `BrowserSearch`. */
export async function machineFacts(env: NodeJS.ProcessEnv): Promise<readonly Fact[]> {
  const platform = platformFact(process.platform, process.arch);
  const general = [platform, kernelFact(release()), nodeFact(process.version)];
  // Nothing of what follows is there on other systems.
  if (process.platform !== 'linux') return general;
  const browser = findBrowser({ env, headed: false });
  const [programs, tried, version] = await Promise.all([
    programFacts(),
    tryNamespaces(),
    browser.ok ? said([browser.value.executable, '--version']) : undefined,
  ]);
  const settings = Object.fromEntries(
    Object.values(userSettings).map((path) => [path, orElse(undefined, () => text(`/proc/sys/${path}`))]),
  );
  return [
    ...general,
    ...programs,
    ...namespaceFacts(tried, settings),
    seccompFact(orElse('', () => text('/proc/sys/kernel/seccomp/actions_avail'))),
    cgroupFact(findCgroups(), existsSync('/run/systemd/system')),
    userFact(process.getuid?.()),
    browserFact(browser, version),
  ];
}

const text = (path: string): string => readFileSync(path, 'utf8');
