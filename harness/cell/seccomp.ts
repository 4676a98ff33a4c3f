/**
 * The system-call filter of a Cell, as classic BPF for `bwrap --seccomp`. It closes what namespaces leave open: kernel
 * keyrings, vsock, io_uring, userfaultfd, ptrace, new user namespaces, typing into a terminal.
 * Numbers: Linux `asm/unistd_64.h` (x64) and `asm-generic/unistd.h` (arm64); layout: `struct seccomp_data`, seccomp(2).
 */

type Architecture = 'x64' | 'arm64';

/** audit.h: EM_X86_64, EM_AARCH64 with the 64-bit little-endian flags. */
const auditArch: { readonly [arch in Architecture]: number } = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** Refused with EPERM, by number on x64 and arm64; null where the architecture has no such call. */
const refused: { readonly [call: string]: readonly [x64: number | null, arm64: number | null] } = {
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  pidfd_getfd: [438, 438],
  kcmp: [312, 272],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  userfaultfd: [323, 282],
  perf_event_open: [298, 241],
  bpf: [321, 280],
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  open_by_handle_at: [304, 265],
  name_to_handle_at: [303, 264],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  syslog: [103, 116],
  fanotify_init: [300, 262],
  vhangup: [153, 58],
  personality: [135, 92],
};

const calls = {
  socket: { x64: 41, arm64: 198 },
  ioctl: { x64: 16, arm64: 29 },
  clone: { x64: 56, arm64: 220 },
  clone3: { x64: 435, arm64: 435 },
} as const;

/** AF_UNIX, AF_INET, AF_INET6. */
const socketFamilies = [1, 2, 10];
/** Of netlink only what lists addresses and routes; the rest (netfilter, audit, crypto) is where kernel holes are. */
const AF_NETLINK = 16;
const NETLINK_ROUTE = 0;
/** TIOCSTI, TIOCLINUX. */
const refusedIoctls = [0x5412, 0x541c];
const CLONE_NEWUSER = 0x10000000;
const X32_BIT = 0x40000000;

const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_OR_EQUAL = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const EPERM = 0x00050001;
const ENOSYS = 0x00050026;

const OFFSET_CALL = 0;
const OFFSET_ARCH = 4;
/** Low half of an argument, little-endian. */
const offsetOfArgument = (index: number): number => 16 + 8 * index;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

/** The filter's bytes, or nothing on an architecture it isn't written for. */
export function seccompFilter(arch: string): Uint8Array | undefined {
  if (arch !== 'x64' && arch !== 'arm64') return undefined;
  const program: Instruction[] = [
    [LOAD, 0, 0, OFFSET_ARCH],
    [JUMP_EQUAL, 1, 0, auditArch[arch]],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD, 0, 0, OFFSET_CALL],
    // x32 calls carry a bit that would slip past the numbers below.
    ...(arch === 'x64' ? onMatch([JUMP_GREATER_OR_EQUAL, 0, 1, X32_BIT], ENOSYS) : []),
    // clone3 hides its flags behind a pointer; ENOSYS makes libc fall back to clone.
    ...onMatch([JUMP_EQUAL, 0, 1, calls.clone3[arch]], ENOSYS),
  ];
  const column = arch === 'x64' ? 0 : 1;
  for (const numbers of Object.values(refused)) {
    const number = numbers[column];
    if (number !== null && number !== undefined) program.push(...onMatch([JUMP_EQUAL, 0, 1, number], EPERM));
  }
  program.push(
    ...onCall(calls.clone[arch], [
      [LOAD, 0, 0, offsetOfArgument(0)],
      ...onMatch([JUMP_ANY_BIT, 0, 1, CLONE_NEWUSER], EPERM),
      [RETURN, 0, 0, ALLOW],
    ]),
    ...onCall(calls.ioctl[arch], [
      [LOAD, 0, 0, offsetOfArgument(1)],
      ...refusedIoctls.flatMap((request) => onMatch([JUMP_EQUAL, 0, 1, request], EPERM)),
      [RETURN, 0, 0, ALLOW],
    ]),
    ...onCall(calls.socket[arch], [
      [LOAD, 0, 0, offsetOfArgument(0)],
      ...socketFamilies.flatMap((family) => onMatch([JUMP_EQUAL, 0, 1, family], ALLOW)),
      ...onMatch([JUMP_EQUAL, 1, 0, AF_NETLINK], EPERM),
      [LOAD, 0, 0, offsetOfArgument(2)],
      ...onMatch([JUMP_EQUAL, 0, 1, NETLINK_ROUTE], ALLOW),
      [RETURN, 0, 0, EPERM],
    ]),
    [RETURN, 0, 0, ALLOW],
  );
  return encode(program);
}

/** Returns `verdict` when the test holds; goes on behind it when not. */
const onMatch = (test: Instruction, verdict: number): Instruction[] => [test, [RETURN, 0, 0, verdict]];

/** Runs `body`, which must end in a return, for one system call. The number is in the accumulator before and after. */
const onCall = (number: number, body: readonly Instruction[]): Instruction[] => [
  [JUMP_EQUAL, 0, body.length, number],
  ...body,
];

/** `struct sock_filter`: code u16, jt u8, jf u8, k u32, in the machine's (little-endian) order. */
function encode(program: readonly Instruction[]): Uint8Array {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, operand], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(operand >>> 0, index * 8 + 4);
  });
  return bytes;
}
