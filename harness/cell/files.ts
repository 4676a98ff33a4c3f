import type { Command, Done, Exit, FileContent } from '../model/cell.ts';

type Run = (command: Command & { readonly stdin?: string; readonly timeout: number }) => Promise<Exit>;

const READ_MS = 20_000;

/** Makes folders, and those above them, inside the Cell. */
export async function makeFolders(run: Run, paths: readonly string[], timeout: number): Promise<Done> {
  const argv = ['/bin/mkdir', '-p', '--', ...paths];
  return done(await run({ argv, cwd: '/', env: plainWords, keep: 1024, timeout }), undefined);
}

/** Writes files by a shell inside the Cell: the judge itself never opens a path that the candidate may have replaced by a link. */
export async function writeInside(
  run: Run,
  files: readonly { readonly path: string; readonly text: string }[],
  timeout: number,
): Promise<Done> {
  const deadline = performance.now() + timeout;
  for (const { path, text } of files) {
    const script = 'mkdir -p -- "$(dirname -- "$1")" && exec cat > "$1"';
    const exit = await run({
      argv: ['/bin/sh', '-c', script, 'sh', path],
      cwd: '/',
      env: plainWords,
      keep: 1024,
      timeout: Math.max(0, deadline - performance.now()),
      stdin: text,
    });
    const written = done(exit, undefined);
    if (!written.ok) return written;
  }
  return { ok: true, value: undefined };
}

/** The system's words for what went wrong are read, so they must be these. */
const plainWords = { LC_ALL: 'C' };

/** @throws when the sandbox failed: that is nothing a candidate can bring about. */
function done<T>(exit: Exit, value: T): Done<T> {
  if (exit.lost === 'sandbox') throw new Error(`the sandbox failed: ${exit.stderr.trim()}`);
  if (exit.code === 0) return { ok: true, value };
  const detail = exit.signal === null ? oneLine(exit.stderr) : `ended by ${exit.signal}`;
  if (exit.lost === 'cell') return { ok: false, why: 'ended', detail };
  if (exit.timedOut) return { ok: false, why: 'timeout', detail };
  return { ok: false, why: /No space left on device/.test(exit.stderr) ? 'disk' : 'refused', detail };
}

const oneLine = (text: string): string => text.trim().split('\n').at(-1) ?? '';

/** First line: what it is and its size; then the bytes as base64, so that they survive being read as text. */
const READ_SCRIPT = `
  [ -e "$1" ] || [ -L "$1" ] || { echo absent; exit; }
  [ -f "$1" ] || { echo other not a regular file; exit; }
  [ -r "$1" ] || { echo other not readable; exit; }
  echo "file $(stat -Lc %s -- "$1")"; head -c "$2" -- "$1" | base64 -w0`;

/** Reads at most `limit` bytes of a file by a shell inside the Cell, whose links lead nowhere else. */
export async function readInside(run: Run, path: string, limit: number): Promise<FileContent> {
  const exit = await run({
    argv: ['/bin/sh', '-c', READ_SCRIPT, 'sh', path, String(limit)],
    cwd: '/',
    keep: Math.ceil(limit / 3) * 4 + 1024,
    timeout: READ_MS,
  });
  const asked = done(exit, exit.stdout);
  if (!asked.ok) return { is: 'unseen', why: unseenBecause[asked.why] ?? asked.detail };
  const newline = asked.value.indexOf('\n');
  const [is = '', ...rest] = asked.value.slice(0, Math.max(newline, 0)).split(' ');
  if (is === 'absent') return { is: 'absent' };
  if (is === 'other') return { is: 'other', what: rest.join(' ') };
  return { is: 'file', size: Number(rest[0]), bytes: Buffer.from(asked.value.slice(newline + 1), 'base64') };
}

const unseenBecause: { readonly [why: string]: string } = {
  ended: 'the Cell has ended',
  timeout: 'it could not be read in time',
};
