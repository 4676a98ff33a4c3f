import type { Cell } from '../../harness/model/cell.ts';

/** The files of a SQLite database as they were at one moment, though the candidate may be writing to them. */
export type Snapshot =
  | { readonly is: 'files'; readonly main: Buffer; readonly wal: Buffer; readonly journal: Buffer }
  /** Bytes, more than the limit. */
  | { readonly is: 'large'; readonly size: number }
  | { readonly is: 'none'; readonly why: string };

/**
 * Copies all files, by a shell inside the Cell, whose links lead nowhere else, until nothing was written to the main file
 * meanwhile and the write-ahead log was not begun anew: then the copies belong together, though the log may have grown.
 */
const SCRIPT = `
  f=$(readlink -f -- "$1") || { echo absent; exit; }
  [ -e "$f" ] || { echo absent; exit; }
  [ -f "$f" ] || { echo other not a regular file; exit; }
  [ -r "$f" ] || { echo other not readable; exit; }
  d=$(mktemp -d) && trap 'rm -rf "$d"' EXIT && cd "$d" || exit 1
  copy() { : > "$2"; [ ! -f "$1" ] || head -c "$3" < "$1" > "$2"; }
  end=$(($(date +%s) + 3))
  until copy "$f" main "$2" && copy "$f-wal" wal "$2" && copy "$f-journal" journal "$2" &&
    cmp -s -n "$2" "$f" main && { [ ! -s wal ] || cmp -s -n 32 "$f-wal" wal; }; do
    [ "$(date +%s)" -lt "$end" ] || { echo busy; exit; }
    sleep 0.01
  done
  echo "files $(($(stat -c %s "$f") + $(stat -c %s wal) + $(stat -c %s journal)))"
  for part in main wal journal; do base64 -w0 < $part; echo; done`;

/** Milliseconds for all of it. */
const READ_MS = 10_000;

/** @param limit bytes of all files together. @throws when the sandbox failed. */
export async function takeSnapshot(cell: Cell, path: string, limit: number): Promise<Snapshot> {
  const exit = await cell.run({
    argv: ['/bin/sh', '-c', SCRIPT, 'sh', path, String(limit)],
    cwd: '/',
    env: { LC_ALL: 'C' },
    // Each of the three may be as long as the limit, until they are counted together.
    keep: limit * 4 + 8192,
    timeout: READ_MS,
  });
  if (exit.lost === 'sandbox') throw new Error(`the sandbox failed: ${exit.stderr.trim()}`);
  if (exit.lost !== undefined) return { is: 'none', why: 'the Cell has ended' };
  if (exit.timedOut) return { is: 'none', why: 'it could not be read in time' };
  const [head = '', ...contents] = exit.stdout.split('\n');
  const [is, ...rest] = head.split(' ');
  if (is === 'absent') return { is: 'none', why: 'no such file' };
  if (is === 'other') return { is: 'none', why: rest.join(' ') };
  if (is === 'busy') return { is: 'none', why: 'it was written to all the time for 3s' };
  const size = Number(rest[0]);
  if (is === 'files' && size > limit) return { is: 'large', size };
  const [main, wal, journal] = contents.map((text) => Buffer.from(text, 'base64'));
  if (is !== 'files' || main === undefined || wal === undefined || journal === undefined) {
    return { is: 'none', why: `it could not be copied: ${exit.stderr.trim().slice(0, 200)}` };
  }
  if (namesAnother(journal)) return { is: 'none', why: 'its journal names another file' };
  return { is: 'files', main, wal, journal };
}

/** A journal that names another file makes SQLite look for that, and remove it: our files are none of the candidate's. */
const namesAnother = (journal: Buffer): boolean => journal.subarray(-8).equals(journalMagic);

/** What a rollback journal begins with, and ends with when it names the journal of several databases. */
const journalMagic = Buffer.from('d9d505f920a163d7', 'hex');
