import type { Command, Exit, FileContent } from '../model/cell.ts';

type Run = (command: Command & { readonly stdin?: string; readonly timeout: number }) => Promise<Exit>;

const TIMEOUT_MS = 20_000;

/** Writes files by a shell inside the Cell: the judge itself never opens a path that the candidate may have replaced by a link. */
export async function writeInside(
  run: Run,
  files: readonly { readonly path: string; readonly text: string }[],
): Promise<void> {
  for (const { path, text } of files) {
    const script = 'mkdir -p -- "$(dirname -- "$1")" && exec cat > "$1"';
    const exit = await run({
      argv: ['/bin/sh', '-c', script, 'sh', path],
      cwd: '/',
      keep: 4096,
      timeout: TIMEOUT_MS,
      stdin: text,
    });
    if (exit.code !== 0) throw new Error(`could not write ${path} inside the Cell: ${exit.stderr.trim()}`);
  }
}

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
    timeout: TIMEOUT_MS,
  });
  const newline = exit.stdout.indexOf('\n');
  const [is = '', ...rest] = exit.stdout.slice(0, Math.max(newline, 0)).split(' ');
  if (is === 'absent') return { is: 'absent' };
  if (is === 'file') {
    return { is: 'file', size: Number(rest[0]), bytes: Buffer.from(exit.stdout.slice(newline + 1), 'base64') };
  }
  if (is === 'other') return { is: 'other', what: rest.join(' ') };
  return {
    is: 'other',
    what: exit.timedOut ? 'it could not be read in time' : `it could not be read: ${exit.stderr.trim()}`,
  };
}
