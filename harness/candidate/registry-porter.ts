import { Server } from 'node:net';
import type { RegistryHost } from './registry-hosts.ts';
import { steadyLookup } from './registry-lookup.ts';
import { registryProxy } from './registry-proxy.ts';

// The entry of the process that answers at the door of an install's Cell. It is sent the list and the door, and nothing
// else ever; it never read a vault. It ends with the judge: when the channel between them closes.

process.once('disconnect', () => process.exit());
process.once('message', (hosts: readonly RegistryHost[], door) => {
  if (!(door instanceof Server)) process.exit(1);
  const names = hosts.flatMap(({ host, through }) => (through === undefined ? [host] : []));
  registryProxy(hosts, steadyLookup(names), (note) => process.send?.(note)).listen(door, () =>
    process.send?.({ is: 'ready' }),
  );
});
