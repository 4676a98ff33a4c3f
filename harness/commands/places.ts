import {
  chmodSync,
  mkdirSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where history is kept: private, never inside a repository or a Cell. */
export function storeDir(given: string | undefined): string {
  return given === undefined ? join(base('XDG_STATE_HOME', '.local/state'), 'holdout') : resolve(given);
}

/** Where Builds, and the lanes' compiled code, are kept from run to run. */
export function cacheDir(kind: 'builds' | 'lanes'): string {
  const dir = join(base('XDG_CACHE_HOME', '.cache'), 'holdout', kind);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  return dir;
}

const base = (variable: string, fallback: string): string => process.env[variable] || join(homedir(), fallback);

const PREFIX = 'holdout-run-';
const OWNER = 'owner';

/** A folder for one run of this process, gone with it. Others may pass through it (a root judge's candidates do), not list it. */
export function openRunDir(): { readonly dir: string } & Disposable {
  const dir = mkdtempSync(join(tmpdir(), PREFIX));
  writeFileSync(join(dir, OWNER), `${process.pid} ${startOf(process.pid)}`);
  // mkdtemp makes it 0700.
  chmodSync(dir, 0o711);
  return { dir, [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Removes what a killed judge of this user left behind. Returns what was removed. */
export function sweep(): readonly string[] {
  const runs = readdirSync(tmpdir())
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => join(tmpdir(), name))
    .filter(isOurs)
    .filter(isAbandoned);
  const partial = (['builds', 'lanes'] as const)
    .map((kind) => cacheDir(kind))
    .flatMap((dir) =>
      readdirSync(dir)
        .filter((name) => /\.\d+\.partial$/.test(name) && !isAlive(Number(name.split('.').at(-2))))
        .map((name) => join(dir, name)),
    );
  for (const path of [...runs, ...partial]) rmSync(path, { recursive: true, force: true });
  return [...runs, ...partial];
}

function isOurs(path: string): boolean {
  const info = lstatSync(path, { throwIfNoEntry: false });
  return info?.isDirectory() === true && info.uid === process.getuid?.();
}

function isAbandoned(dir: string): boolean {
  try {
    const [pid, start] = readFileSync(join(dir, OWNER), 'utf8').split(' ');
    return startOf(Number(pid)) !== start;
  } catch {
    // Being made, or not ours to judge.
    return false;
  }
}

const isAlive = (pid: number): boolean => startOf(pid) !== 'none';

/** When a process began, in clock ticks since boot (proc(5), field 22): with the pid it names one process for good. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? 'none';
  } catch {
    return 'none';
  }
}
