/**
 * A program of a few hundred bytes that makes system calls and prints what the kernel answered: no program that every
 * machine has would ask for a keyring, or for the network without a wait. Static ELF for x64 and arm64, elf(5).
 */

/** Numbers on x64 and arm64. On purpose not the filter's own table: a wrong number there has to be found out here. */
const numbers = {
  keyctl: [250, 219],
  ptrace: [101, 117],
  bpf: [321, 280],
  io_uring_setup: [425, 425],
  userfaultfd: [323, 282],
  perf_event_open: [298, 241],
  personality: [135, 92],
  mount: [165, 40],
  unshare: [272, 97],
  mkdirat: [258, 34],
  socket: [41, 198],
  connect: [42, 203],
  write: [1, 64],
  exit: [60, 93],
} as const satisfies { readonly [name: string]: readonly [x64: number, arm64: number] };

/** A system call with at most three arguments; `data` stands for the address of these bytes. */
export interface Call {
  readonly name: keyof typeof numbers;
  readonly args: readonly (number | { readonly data: Uint8Array })[];
}

/** Where the program is loaded: like a linker's default, and a multiple of the largest page. */
const BASE = 0x400000;
const HEADERS = 64 + 56;
/** Bytes in which an answer lies on the stack: arm64 moves its stack by 16. */
const SLOT = 16;

/**
 * The program that makes `calls` in their order and writes the answers to its standard output, the last one first: of
 * each the value, and a zero, as 64-bit integers. Nothing on an architecture it isn't written for.
 */
export function callsProgram(arch: string, calls: readonly Call[]): Uint8Array | undefined {
  const machine = arch === 'x64' ? x64 : arch === 'arm64' ? arm64 : undefined;
  if (machine === undefined) return undefined;
  const code = (dataAt: number): Buffer => {
    let at = dataAt;
    const address = (data: Uint8Array): number => {
      at += data.length;
      return at - data.length;
    };
    return Buffer.concat([
      ...calls.flatMap(({ name, args }) => [
        ...args.map((arg, index) => machine.argument(index, typeof arg === 'number' ? arg : address(arg.data))),
        machine.call(name),
        machine.keep,
      ]),
      machine.argument(0, 1),
      machine.stackAsSecondArgument,
      machine.argument(2, calls.length * SLOT),
      machine.call('write'),
      machine.argument(0, 0),
      machine.call('exit'),
    ]);
  };
  const data = Buffer.concat(
    calls.flatMap(({ args }) => args.flatMap((arg) => (typeof arg === 'number' ? [] : [arg.data]))),
  );
  // Every instruction has the same length whatever it holds, so the first draft tells where the data comes to lie.
  const dataAt = BASE + HEADERS + code(0).length;
  const body = Buffer.concat([code(dataAt), data]);
  return Buffer.concat([headers(machine.elf, HEADERS + body.length), body]);
}

interface Machine {
  /** ELF's number for it. */
  readonly elf: number;
  argument(index: number, value: number): Buffer;
  call(name: keyof typeof numbers): Buffer;
  /** Puts the answer on the stack. */
  readonly keep: Buffer;
  readonly stackAsSecondArgument: Buffer;
}

const x64: Machine = {
  elf: 62,
  // movabs rdi/rsi/rdx, value
  argument: (index, value) => Buffer.concat([Buffer.from([0x48, [0xbf, 0xbe, 0xba][index] ?? 0]), int64(value)]),
  // mov eax, number; syscall
  call: (name) => Buffer.concat([Buffer.from([0xb8]), int32(numbers[name][0]), Buffer.from([0x0f, 0x05])]),
  // push 0; push rax
  keep: Buffer.from([0x6a, 0x00, 0x50]),
  // mov rsi, rsp
  stackAsSecondArgument: Buffer.from([0x48, 0x89, 0xe6]),
};

const arm64: Machine = {
  elf: 183,
  // movz, then movk three times: 16 bits each
  argument(index, value) {
    const bits = BigInt.asUintN(64, BigInt(value));
    return words(
      ...[0, 1, 2, 3].map(
        (part) =>
          (part === 0 ? 0xd2800000 : 0xf2800000) +
          part * 0x200000 +
          Number((bits >> BigInt(16 * part)) & 0xffffn) * 32 +
          index,
      ),
    );
  },
  // movz x8, number; svc 0
  call: (name) => words(0xd2800008 + numbers[name][1] * 32, 0xd4000001),
  // stp x0, xzr, [sp, -16]!
  keep: words(0xa9bf7fe0),
  // mov x1, sp
  stackAsSecondArgument: words(0x910003e1),
};

/** ELF header and one program header: all of the file, readable and executable. */
function headers(machine: number, size: number): Buffer {
  const bytes = Buffer.alloc(HEADERS);
  Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]).copy(bytes);
  bytes.writeUInt16LE(2, 16);
  bytes.writeUInt16LE(machine, 18);
  bytes.writeUInt32LE(1, 20);
  bytes.writeBigUInt64LE(BigInt(BASE + HEADERS), 24);
  bytes.writeBigUInt64LE(64n, 32);
  bytes.writeUInt16LE(64, 52);
  bytes.writeUInt16LE(56, 54);
  bytes.writeUInt16LE(1, 56);
  bytes.writeUInt16LE(64, 58);
  bytes.writeUInt32LE(1, 64);
  bytes.writeUInt32LE(5, 68);
  bytes.writeBigUInt64LE(BigInt(BASE), 80);
  bytes.writeBigUInt64LE(BigInt(BASE), 88);
  bytes.writeBigUInt64LE(BigInt(size), 96);
  bytes.writeBigUInt64LE(BigInt(size), 104);
  bytes.writeBigUInt64LE(0x10000n, 112);
  return bytes;
}

function int64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(value));
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32LE(value);
  return bytes;
}

function words(...instructions: readonly number[]): Buffer {
  const bytes = Buffer.alloc(instructions.length * 4);
  instructions.forEach((word, index) => bytes.writeUInt32LE(word, index * 4));
  return bytes;
}
