import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { orElse } from '../cell/or-else.ts';
import { descendants } from '../cell/process.ts';

/*
 * Theory of operation
 *
 * The kernel lists every socket of a network, and a socket keeps its inode for as long as it lives. So a program that is
 * left alone listens with the same sockets at the end of a Trial as when it became ready, which was before there was a
 * candidate. One that was moved away, and back, has new ones. One that listens with more sockets than before, as some
 * do with one for each of their workers, holds them in processes that it started.
 */

/** Bytes that are read of a list of sockets: more than four hundred. */
const MAX_LIST = 64 * 1024;

/** Descriptors that are looked at, so that opening many costs who opens them more than us. */
const MAX_DESCRIPTORS = 10_000;

/**
 * Notes who listens on a port while nobody but one program can.
 * @param pid the program's process: its network is the one that is looked at.
 * @returns a look at what became of that since, as `changeOf` tells it. It finds nothing where nothing could be noted,
 * which is only where there is no /proc and so no Cell with walls.
 */
export function holdPort(pid: number | undefined, port: number): () => string | undefined {
  const before = pid === undefined ? undefined : listenersOf(pid, port);
  if (pid === undefined || before === undefined) return () => undefined;
  return () => changeOf(before, listenersOf(pid, port), () => socketsOf(pid));
}

/**
 * What became of a program's port, after its name; nothing when all is well. Takes inodes of sockets that listen there.
 * @param now nothing when it can't be told. @param own those that the program's own processes hold.
 */
export function changeOf(
  before: readonly string[],
  now: readonly string[] | undefined,
  own: () => ReadonlySet<string>,
): string | undefined {
  if (now === undefined) return 'can no longer be seen on its port';
  if (before.some((inode) => !now.includes(inode))) return 'no longer listens where it did';
  const more = now.filter((inode) => !before.includes(inode));
  if (more.length === 0) return undefined;
  const held = own();
  return more.every((inode) => held.has(inode)) ? undefined : 'shares its port with something else';
}

/** Inodes of the sockets that listen on a port in the network of a process; nothing when it can't be told. */
function listenersOf(pid: number, port: number): readonly string[] | undefined {
  const four = listFrom(`/proc/${pid}/net/tcp`);
  // Without IPv6 there is no list of it.
  const six = listFrom(`/proc/${pid}/net/tcp6`) ?? '';
  const found = [four, six].map((list) => (list === undefined ? undefined : listenersIn(list, port)));
  return found.every((inodes) => inodes !== undefined) ? found.flat() : undefined;
}

/** The beginning of a list; it is not read at once, since the kernel gives a few rows at a time. */
function listFrom(path: string): string | undefined {
  return orElse(undefined, () => {
    const file = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(MAX_LIST);
      let size = 0;
      for (let read = -1; read !== 0 && size < MAX_LIST; size += read)
        read = readSync(file, bytes, size, MAX_LIST - size, null);
      return bytes.toString('latin1', 0, size);
    } finally {
      closeSync(file);
    }
  });
}

/** The state of a socket that listens. */
const LISTENS = '0A';

/**
 * Inodes of the sockets that listen on a port, from /proc/net/tcp or tcp6 (proc(5)). Those that listen are listed before
 * all others; nothing when a list was cut among them, since somebody may have made many to hide one.
 */
export function listenersIn(list: string, port: number, limit = MAX_LIST): readonly string[] | undefined {
  const rows = list.slice(0, list.lastIndexOf('\n')).split('\n').map(rowOf);
  if (list.length >= limit && rows.at(-1)?.state === LISTENS) return undefined;
  const ending = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return rows.filter(({ state, local }) => state === LISTENS && local.endsWith(ending)).map(({ inode }) => inode);
}

function rowOf(row: string): { readonly local: string; readonly state: string; readonly inode: string } {
  const words = row.trim().split(/ +/);
  return { local: words[1] ?? '', state: words[3] ?? '', inode: words[9] ?? '' };
}

/** Inodes of all sockets that a process, and what it started, hold. */
function socketsOf(pid: number): ReadonlySet<string> {
  const sockets = new Set<string>();
  let left = MAX_DESCRIPTORS;
  for (const member of [pid, ...descendants(pid)])
    for (const descriptor of orElse([], () => readdirSync(`/proc/${member}/fd`))) {
      if (left-- <= 0) return sockets;
      const target = orElse('', () => readlinkSync(`/proc/${member}/fd/${descriptor}`));
      const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
      if (inode !== undefined) sockets.add(inode);
    }
  return sockets;
}
