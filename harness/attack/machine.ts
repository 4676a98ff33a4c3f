import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { orElse } from '../cell/or-else.ts';

/** How a machine stands at one moment, as far as a run could change it. Texts that are compared as sets. */
export interface MachineState {
  /** Processes of ours: those that know the private folder. */
  readonly processes: readonly string[];
  /** Listening sockets that such processes hold. */
  readonly ports: readonly string[];
  readonly mounts: readonly string[];
  /** What lies in the private HOME, with a digest of each file. */
  readonly home: readonly string[];
  /** The user's and the machine's settings of git and npm, by digest. */
  readonly settings: readonly string[];
  /** What lies in the private folder for temporary files, and what there is by the mark's name in the shared ones. */
  readonly temporary: readonly string[];
  /** Bytes below the private folder. */
  readonly bytes: number;
}

/** The private corner that a judge is called in. */
export interface Corner {
  /** All of it. */
  readonly dir: string;
  readonly home: string;
  readonly tmp: string;
}

/** Looks. `mark` is what a candidate puts into the names of what it leaves behind. */
export function lookAround({ dir, home, tmp }: Corner, mark: string): MachineState {
  const pids = processesOf(dir, mark);
  return {
    processes: pids.map(named),
    ports: pids.flatMap(listeners),
    mounts: (read('/proc/self/mountinfo') ?? '').split('\n').map((line) => line.split(' ').slice(4, 5).join('')),
    home: treeOf(home),
    settings: [
      ...['.gitconfig', '.npmrc', '.ssh/config', '.config/git/config', '.bashrc', '.profile'].map((name) =>
        join(homedir(), name),
      ),
      '/etc/gitconfig',
      '/etc/npmrc',
    ].map((path) => `${path} ${digestOf(path)}`),
    temporary: [
      ...treeOf(tmp),
      ...['/tmp', '/var/tmp', '/dev/shm', '/'].flatMap((folder) =>
        namesIn(folder).flatMap((name) => (name.includes(mark) ? [join(folder, name)] : [])),
      ),
    ],
    bytes: treeOf(dir).length === 0 ? 0 : sizeOf(dir),
  };
}

/** Those that have the private folder, or the mark, in their command line, their environment, their files or their mounts. */
function processesOf(dir: string, mark: string): readonly number[] {
  return namesIn('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => pid !== process.pid && !isAncestor(pid))
    .filter((pid) => {
      const texts = ['cmdline', 'environ', 'mountinfo'].map((file) => read(`/proc/${pid}/${file}`) ?? '');
      texts.push(linkOf(`/proc/${pid}/cwd`), linkOf(`/proc/${pid}/root`));
      return texts.some((text) => text.includes(dir) || text.includes(mark));
    });
}

/** Whoever called us, and so knows where we are. */
function isAncestor(pid: number): boolean {
  for (let at = process.ppid; at > 1; ) {
    if (at === pid) return true;
    const stat = read(`/proc/${at}/stat`) ?? '';
    at = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0);
  }
  return false;
}

const named = (pid: number): string =>
  `${pid} ${(read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ').trim().slice(0, 120)}`;

/** `tcp 0100007F:1F90` for each socket of the process that listens. */
function listeners(pid: number): readonly string[] {
  const inodes = new Set(
    namesIn(`/proc/${pid}/fd`).flatMap((fd) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${fd}`))?.[1] ?? []),
  );
  return ['tcp', 'tcp6', 'udp', 'udp6'].flatMap((kind) =>
    (read(`/proc/${pid}/net/${kind}`) ?? '').split('\n').flatMap((line) => {
      const fields = line.trim().split(/\s+/);
      const isOpen = kind.startsWith('udp') || fields[3] === '0A';
      return isOpen && inodes.has(fields[9] ?? '') ? [`${kind} ${fields[1] ?? ''}`] : [];
    }),
  );
}

/** Every path below a folder, with what it is. */
export function treeOf(folder: string, below = ''): readonly string[] {
  return namesIn(join(folder, below)).flatMap((name) => {
    const path = below === '' ? name : `${below}/${name}`;
    const info = orElse(undefined, () => lstatSync(join(folder, path)));
    if (info === undefined) return [];
    if (info.isDirectory()) return [`${path} folder`, ...treeOf(folder, path)];
    if (info.isSymbolicLink()) return [`${path} -> ${linkOf(join(folder, path))}`];
    return [`${path} ${info.isFile() ? digestOf(join(folder, path)) : 'special'}`];
  });
}

function sizeOf(folder: string): number {
  let sum = 0;
  for (const name of namesIn(folder)) {
    const info = orElse(undefined, () => lstatSync(join(folder, name)));
    sum += info?.isDirectory() === true ? sizeOf(join(folder, name)) : (info?.blocks ?? 0) * 512;
  }
  return sum;
}

const digestOf = (path: string): string => {
  const bytes = orElse(undefined, () => readFileSync(path));
  return bytes === undefined ? 'none' : createHash('sha256').update(bytes).digest('hex').slice(0, 16);
};
const read = (path: string): string | undefined => orElse(undefined, () => readFileSync(path, 'latin1'));
const linkOf = (path: string): string => orElse('', () => readlinkSync(path));
const namesIn = (folder: string): readonly string[] => orElse([], () => readdirSync(folder));
