import type { Call } from './calls-program.ts';

// The system calls that the probe makes, and what the kernel must answer. Each would succeed, or fail otherwise, without
// the wall that it is for. None changes anything beyond the probe's own process.

const EPERM = -1;
const EBADF = -9;
const ENOSPC = -28;
const EROFS = -30;
const EADDRNOTAVAIL = -99;
const ENETUNREACH = -101;

const AF_INET = 2;
const AF_INET6 = 10;
const AF_VSOCK = 40;
const SOCK_STREAM = 1;
const SOCK_DGRAM = 2;

const CLONE_NEWUSER = 0x10000000;
const AT_FDCWD = -100;
const KEY_SPEC_SESSION_KEYRING = -3;
const WHAT_IT_IS = 0xffffffff;

/** `struct sockaddr_in`: port 9 of 192.0.2.1, which is in nobody's network (RFC 5737). */
const address4 = Uint8Array.of(2, 0, 0, 9, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0);
/** `struct sockaddr_in6`: port 9 of 2001:db8::1 (RFC 3849). */
const address6 = Uint8Array.of(
  10,
  0,
  0,
  9,
  0,
  0,
  0,
  0,
  0x20,
  1,
  0xd,
  0xb8,
  ...Array.from({ length: 11 }, () => 0),
  1,
  0,
  0,
  0,
  0,
);

const path = (text: string): { readonly data: Uint8Array } => ({ data: Buffer.from(`${text}\0`) });

interface Asked extends Call {
  /** The wall that it looks for; a call without one only prepares the next. */
  readonly wall?: 'system-calls' | 'keyrings' | 'new-namespaces' | 'read-only' | 'network';
  readonly answers: readonly number[];
}

/** Descriptors 0 to 2 are open and no others, so the first socket is 3. */
const asked: readonly Asked[] = [
  { name: 'keyctl', args: [0, KEY_SPEC_SESSION_KEYRING, 0], wall: 'keyrings', answers: [EPERM] },
  { name: 'ptrace', args: [0, 0, 0], wall: 'system-calls', answers: [EPERM] },
  { name: 'bpf', args: [0, 0, 0], wall: 'system-calls', answers: [EPERM] },
  { name: 'io_uring_setup', args: [1, 0], wall: 'system-calls', answers: [EPERM] },
  { name: 'userfaultfd', args: [1], wall: 'system-calls', answers: [EPERM] },
  { name: 'perf_event_open', args: [0, 0, -1], wall: 'system-calls', answers: [EPERM] },
  { name: 'personality', args: [WHAT_IT_IS], wall: 'system-calls', answers: [EPERM] },
  { name: 'mount', args: [0, 0, 0], wall: 'system-calls', answers: [EPERM] },
  { name: 'socket', args: [AF_VSOCK, SOCK_STREAM, 0], wall: 'system-calls', answers: [EPERM] },
  // By the filter, or for there being none to have.
  { name: 'unshare', args: [CLONE_NEWUSER], wall: 'new-namespaces', answers: [EPERM, ENOSPC] },
  { name: 'mkdirat', args: [AT_FDCWD, path('/made'), 0o700], wall: 'read-only', answers: [EROFS] },
  { name: 'mkdirat', args: [AT_FDCWD, path('/dev/made'), 0o700], wall: 'read-only', answers: [EROFS] },
  { name: 'socket', args: [AF_INET, SOCK_DGRAM, 0], answers: [] },
  { name: 'connect', args: [3, { data: address4 }, address4.length], wall: 'network', answers: [ENETUNREACH] },
  { name: 'socket', args: [AF_INET6, SOCK_DGRAM, 0], answers: [] },
  {
    name: 'connect',
    args: [4, { data: address6 }, address6.length],
    wall: 'network',
    // Where there is no IPv6 there is no socket.
    answers: [ENETUNREACH, EADDRNOTAVAIL, EBADF],
  },
];

export const askedCalls: readonly Call[] = asked;

/** Whether every call that looks for a wall was answered as it must be. @param answers in the order of `askedCalls`. */
export function isRefused(wall: NonNullable<Asked['wall']>, answers: readonly number[]): boolean {
  if (answers.length !== asked.length) return false;
  return asked.every((call, index) => call.wall !== wall || call.answers.includes(answers[index] ?? 0));
}
