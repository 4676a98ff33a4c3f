import { defaultLimits } from '../model/limits.ts';
import { isClosed } from './last-look.ts';
import { inside } from './layout.ts';
import { isRefused } from './probe-calls.ts';
import { closedFile, namespaceKinds, type Outside, type Seen } from './probe.ts';

/** One thing that stands between a candidate and the machine, and how it is recognised from inside. */
export interface Wall {
  /** As it is stored in a Run. */
  readonly name: string;
  /** What somebody could do who is inside, were it not there: `reach the network`. */
  readonly without: string;
  /** Anything but the one thing that it must look like is not it. */
  readonly stands: (seen: Seen, outside: Outside) => boolean;
  /** What to do, where that is more than to bring the sandbox in order. */
  readonly fix?: string;
  /** Only a judge who is root can have it. */
  readonly rootOnly?: boolean;
}

/** In the order in which they are stored. */
export const walls: readonly Wall[] = [
  {
    name: 'namespaces',
    without: 'share mounts, processes, memory or the network with this machine',
    stands: (seen, { namespaces }) =>
      namespaceKinds.every((kind) => {
        const own = namespaces.get(kind);
        const found = links(seen).get(kind);
        return own === undefined || (found !== undefined && found.startsWith(`${kind}:[`) && found !== own);
      }),
  },
  {
    name: 'processes',
    without: 'see the processes of this machine',
    stands: (seen) => /^NSpid:\t\d+$/m.test(status(seen)),
  },
  {
    name: 'capabilities',
    without: 'use rights of the system’s administrator',
    stands: (seen) => (status(seen).match(/^Cap(?:Inh|Prm|Eff|Bnd|Amb):\t0+$/gm) ?? []).length === 5,
  },
  {
    name: 'privileges',
    without: 'gain rights by a setuid program',
    stands: (seen) => /^NoNewPrivs:\t1$/m.test(status(seen)),
  },
  {
    name: 'system-calls',
    without: 'use system calls that are rarely needed and often have holes',
    stands: (seen) => /^Seccomp:\t2$/m.test(status(seen)) && isRefused('system-calls', answers(seen)),
  },
  {
    name: 'keyrings',
    without: 'read the keys of whoever started the judge',
    stands: (seen) => isRefused('keyrings', answers(seen)),
  },
  {
    name: 'new-namespaces',
    without: 'make namespaces, which is where most kernel holes are',
    stands: (seen) => isRefused('new-namespaces', answers(seen)),
  },
  {
    name: 'read-only',
    without: 'write outside of its own folders',
    stands: (seen) => {
      const places = writable(seen);
      return places.length > 0 && places.every((place) => mayWrite.has(place)) && isRefused('read-only', answers(seen));
    },
  },
  {
    name: 'hidden-paths',
    without: 'see the vault, the history or the home folder',
    stands: (seen, { hidden }) => {
      const paths = lines(seen, 'paths');
      return paths !== undefined && !hidden.some((id) => paths.includes(id));
    },
    fix: 'keep the vault, the history (--store) and $HOME outside of /usr and /etc, which every candidate can read',
  },
  {
    name: 'network',
    without: 'reach the network',
    stands: (seen) => {
      const [devices = '', routes = ''] = ['/proc/net/dev', '/proc/net/route'].map((file) => seen.get(file));
      return isClosed(devices, routes) && isRefused('network', answers(seen));
    },
  },
  {
    name: 'environment',
    without: 'read the environment of whoever started the judge',
    stands: (seen) => {
      const names = environmentNames(seen);
      return names.includes('PATH') && names.every((name) => mayKnow.has(name));
    },
  },
  {
    name: 'descriptors',
    without: 'read or write what the judge has open',
    // The last one is that of the program that looked.
    stands: (seen) => {
      const open = [...links(seen)].filter(([name]) => /^\d+$/.test(name));
      return open.map(([name]) => name).join() === '0,1,2,3' && /^\/proc\/\d+\/fd$/.test(open[3]?.[1] ?? '');
    },
  },
  {
    name: 'limits',
    without: 'open files, write one or start processes without end, or outlive the judge when memory is short',
    stands: (seen) =>
      bounded.every(([name, most]) => limitOf(seen, name) <= most) &&
      lines(seen, '/proc/self/oom_score_adj')?.join() === '1000',
  },
  {
    name: 'user',
    without: 'read what only the judge’s user may',
    stands: (seen) => seen.has('/proc/self/status') && !seen.has(`${inside.app}/${closedFile}`),
    rootOnly: true,
  },
];

/** Mount points: the Cell's own folders, its own /proc (whose files know their owner), and devices that keep nothing. */
const mayWrite = new Set([
  ...Object.values(inside),
  ...['/tmp', '/proc', '/dev/shm'],
  ...['null', 'zero', 'full', 'random', 'urandom'].map((name) => `/dev/${name}`),
]);

/** What a Cell gives, and what bwrap and shells add. */
const mayKnow = new Set(['PATH', 'HOME', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'PWD', 'OLDPWD', 'SHLVL', '_']);

/** Of /proc/self/limits, and the most that each may be. */
const bounded: readonly (readonly [name: string, most: number])[] = [
  ['processes', defaultLimits.processes],
  ['core file size', 0],
  ['open files', Number.MAX_SAFE_INTEGER],
  ['file size', Number.MAX_SAFE_INTEGER],
];

function limitOf(seen: Seen, name: string): number {
  const line = new RegExp(`^Max ${name} +(\\d+) `, 'm').exec(seen.get('/proc/self/limits') ?? '');
  return Number(line?.[1] ?? Number.POSITIVE_INFINITY);
}

const status = (seen: Seen): string => seen.get('/proc/self/status') ?? '';

/** Without empty lines; nothing when nobody looked. */
function lines(seen: Seen, section: string): readonly string[] | undefined {
  return seen
    .get(section)
    ?.split('\n')
    .filter((line) => line !== '');
}

/** Of /proc/self/fd and /proc/self/ns, as `ls -l` lists them: where each leads. */
function links(seen: Seen): ReadonlyMap<string, string> {
  const found = (seen.get('links') ?? '').matchAll(/ (\S+) -> (.+)$/gm);
  return new Map([...found].map(([, name = '', to = '']) => [name, to]));
}

/** Printed last one first, each beside a zero. */
function answers(seen: Seen): readonly number[] {
  return (lines(seen, 'calls') ?? []).map((line) => Number(line.trim().split(/\s+/)[0])).toReversed();
}

/** Mount points whose own options begin with `rw`; proc(5) has the fields. */
function writable(seen: Seen): readonly string[] {
  return (lines(seen, '/proc/self/mountinfo') ?? []).flatMap((line) => {
    const [, , , , point = '', options = ''] = line.split(' ');
    return options.split(',').includes('rw') ? [point] : [];
  });
}

function environmentNames(seen: Seen): readonly string[] {
  return [...seen]
    .filter(([section]) => section.endsWith('/environ'))
    .flatMap(([, text]) => text.split('\0'))
    .map((entry) => entry.trim().split('=')[0] ?? '')
    .filter((name) => name !== '');
}
