import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Attack } from '../../../harness/attack/attack.ts';
import type { Honest, Loss } from '../../../harness/attack/assess.ts';

/** What the naive judge lost. */
export interface NaiveLosses {
  /** What it counted. */
  readonly pass: number;
  /** What the slowest of its judgings took. */
  readonly ms: number;
  readonly losses: readonly Loss[];
  /** What it printed. */
  readonly said: string;
}

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const placed = '/checkout';

/** Lets one attack loose on the naive judge, in a sandbox of its own. `measure` is what `measureNaive` said of its vault. */
export async function attackNaive({ id }: Pick<Attack, 'id'>, measure: Measure): Promise<NaiveLosses> {
  const { broken, total } = measure.honest;
  return JSON.parse(await inside([id, String(broken), String(total)], measure.ms)) as NaiveLosses;
}

/** How much time an attack has. */
export interface Measure {
  readonly honest: Honest;
  /** Milliseconds. */
  readonly ms: number;
}

/**
 * The same with the honest broken candidate, which attacks nothing and so costs it nothing. What that takes here, some times
 * over, but at most a minute more, is the time that attacks on it have. @throws when it does cost it something: then nothing can be told from attacks.
 */
export async function measureNaive(vault: string, honest: Honest): Promise<Measure> {
  const text = await inside(['none', String(honest.broken), String(honest.total)], 120_000, vault);
  const { pass, ms, losses, said } = JSON.parse(text) as NaiveLosses;
  if (losses.length > 0 || pass !== honest.broken)
    throw new Error(`the naive judge takes an honest candidate for an attack: ${JSON.stringify(losses)}\n${said}`);
  return { honest, ms: Math.max(12_000, Math.min(4 * ms, ms + 60_000)) };
}

/** It does not do to the naive judge what it declares: it would be contained by anything. */
export function isInert({ naive }: Pick<Attack, 'naive'>, { losses }: Pick<NaiveLosses, 'losses'>): boolean {
  return !naive.every((letter) => losses.some((loss) => loss.letter === letter));
}

/** An id that no account and no other such sandbox has: the kernel counts what it starts apart from everybody else's. */
const nobody = (): number => 600_000 + (process.pid % 100_000);

/**
 * Calls `inside.ts` with what it is to judge, and the milliseconds that each judging may take.
 *
 * Own processes, network and System V memory; a small /tmp and /dev/shm; nothing else can be written. As an ordinary user,
 * with limits that no fork bomb or memory bomb gets past, and gone with its first program.
 */
function inside(args: readonly string[], ms: number, ...vault: readonly string[]): Promise<string> {
  const sandbox = [
    ...['--unshare-pid', '--unshare-net', '--unshare-ipc', '--unshare-uts', '--die-with-parent', '--new-session'],
    ...['--ro-bind', '/usr', '/usr', '--ro-bind', '/etc', '/etc', '--proc', '/proc', '--dev', '/dev'],
    ...['bin', 'sbin', 'lib', 'lib32', 'lib64'].flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...['--perms', '1777', '--size', String(160 * 1024 ** 2), '--tmpfs', '/tmp'],
    ...[
      '--perms',
      '1777',
      '--size',
      String(16 * 1024 ** 2),
      '--tmpfs',
      '/dev/shm',
      '--perms',
      '1777',
      '--dir',
      '/logs',
    ],
    ...['--ro-bind', dirname(process.execPath), '/node', '--ro-bind', checkout, placed, '--chdir', '/tmp'],
    ...[
      '--clearenv',
      '--setenv',
      'PATH',
      '/node:/usr/bin:/bin',
      '--setenv',
      'TMPDIR',
      '/tmp',
      '--setenv',
      'HOME',
      '/tmp/naive/home',
    ],
  ];
  const limits = [
    'prlimit',
    '--nproc=400',
    '--fsize=134217728',
    '--core=0',
    '--nofile=4096',
    '--data=4294967296',
    '--',
  ];
  const user =
    process.getuid?.() === 0
      ? [
          'setpriv',
          `--reuid=${nobody()}`,
          `--regid=${nobody()}`,
          '--clear-groups',
          '--inh-caps=-all',
          '--bounding-set=-all',
          '--',
        ]
      : [];
  const command = [
    ...user,
    ...limits,
    '/node/node',
    `${placed}/test/rig/naive/inside.ts`,
    `${placed}/test/attacks`,
    ...args,
    String(ms),
    ...vault,
  ];
  // It judges three times at most.
  const timeout = 3 * ms + 60_000;
  return new Promise((resolve, reject) => {
    execFile(
      'bwrap',
      [...sandbox, '--', ...command],
      { timeout, killSignal: 'SIGKILL', maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        if (stdout !== '') resolve(stdout);
        else reject(new Error(`the naive judge's sandbox gave no answer: ${error?.message ?? ''}\n${stderr}`));
      },
    );
  });
}
