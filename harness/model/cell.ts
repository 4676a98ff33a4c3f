import type { Server, Socket } from 'node:net';
import type { LimitName, Limits } from './limits.ts';
import type { Result } from './problem.ts';
import type { Isolation, Measured } from './run.ts';

/**
 * The seam of confinement: `cell/bubblewrap.ts` and `cell/unconfined.ts` implement it, `test/contracts/cell.ts` says
 * what each must do. Knows processes and files, not scenarios.
 */
export interface Confinement {
  readonly name: 'bubblewrap' | 'unconfined';
  /** May Runs made in it gate at all? */
  readonly isolation: Isolation;
  /**
   * Runs the real chain once and measures from inside what a candidate would get. Problems say which primitive or wall is
   * missing and the line that fixes it. @param hidden absolute paths of the host that no candidate may see.
   */
  preflight(hidden: readonly string[]): Promise<Result<Measured>>;
  /** Opens a Cell. A failure here is ours, never the candidate's. */
  open(spec: CellSpec): Promise<Result<Cell>>;
  /** Makes the program that lanes are run with in place of node, so that each lives in a network of its own. */
  lane(spec: LaneSpec): LaneProgram;
  /** Makes the program that a browser is started with in place of its own, from within a lane. */
  browser(spec: BrowserSpec): BrowserProgram;
  /**
   * Makes the program that answers at a Cell's door, to be run in place of node: it is in the machine's network, and sees
   * of its files nothing but `code`, each at its own path. Absent where Cells have no doors.
   */
  porter?(code: readonly string[]): string;
}

/** The kernel's control groups of one judge, as they are seen by whoever uses them: it makes one for each Cell below each. */
export interface Groups {
  readonly version: 1 | 2;
  readonly folders: readonly { readonly dir: string; readonly controllers: readonly string[] }[];
}

export interface BrowserSpec {
  /** The browser's own program, as it is seen from inside the lane. */
  readonly executable: string;
  /** What must be readable for it to run, beside the system's /usr. */
  readonly folders: readonly string[];
  /** An existing private folder of the lane's, which becomes the browser's only writable one. */
  readonly dir: string;
  /** Where its window is shown; without it there is none. */
  readonly display?: Environment;
}

/** `program` takes the browser's arguments and speaks over its file descriptors 3 and 4. */
export interface BrowserProgram {
  readonly program: string;
  /** Its TMPDIR, and the one folder it shares with whoever drives it. */
  readonly dir: string;
  readonly headed: boolean;
  /** Is the browser's own sandbox used? Always where there are walls; without them not as root. */
  readonly sandbox: boolean;
}

export interface LaneSpec {
  /** The Build's folder. */
  readonly tree: string;
  readonly toolchain: Toolchain;
  /** Files and folders of the judge's own code that a lane reads, each at its own path. Not the vault, not the store. */
  readonly code: readonly string[];
  /** An existing private folder that lives as long as the lanes do. */
  readonly dir: string;
  /** Compiled code of the lane's modules. Written only before any candidate's byte was read. */
  readonly cache?: { readonly dir: string; readonly writable: boolean };
  /** The browser that lanes may start. */
  readonly browser?: FoundBrowser;
}

/** A browser on this machine. */
export interface FoundBrowser {
  readonly executable: string;
  /** What must be readable for it to run, beside the system's /usr: its own folder, or the program alone. */
  readonly folders: readonly string[];
  readonly display?: Environment;
}

/** `program` takes node's arguments. `tree` and `toolchain` are the spec's, as they are seen from inside the lane. */
export interface LaneProgram {
  readonly program: string;
  /** What lanes say when they can't start; the file may not be there. */
  readonly log: string;
  readonly env: Environment;
  readonly tree: string;
  readonly toolchain: Toolchain;
  readonly browser?: FoundBrowser;
  /** Where lanes make their Cells' control groups. */
  readonly groups?: Groups;
}

export interface CellSpec {
  /** The folder that becomes the Cell's application folder. */
  readonly tree: string;
  /** `in-place` writes to `tree` (install, build); `fresh` gives a writable copy in constant time and leaves `tree` alone. */
  readonly writes: 'in-place' | 'fresh';
  /** Nothing but a loopback of its own; with `door`, `Cell.door` on it; with `reached`, `Cell.connect` from outside. */
  readonly network: 'none' | 'door' | 'reached';
  /** Programs bound read-only besides the system's /usr. */
  readonly toolchain: Toolchain;
  /** The only environment that processes inside get, with PATH, HOME, TMPDIR, LANG and TZ that the Cell adds. */
  readonly env: Environment;
  readonly limits: Limits;
}

export interface Toolchain {
  readonly binds: readonly { readonly from: string; readonly to: string }[];
  /** Symbolic links made inside a confined Cell: `/opt/node/bin/npm` to npm's script. */
  readonly links: readonly { readonly target: string; readonly at: string }[];
  /** Folders put before the system's own on PATH, as seen from inside a confined Cell. */
  readonly path: readonly string[];
  /** The same for an unconfined Cell. */
  readonly hostPath: readonly string[];
}

/** Of a Cell's loopback. */
export interface Address {
  /** `localhost`: the first of the other two where somebody listens; the first one, where it is both. */
  readonly host: '127.0.0.1' | '::1' | 'localhost';
  readonly port: number;
}

export type Environment = { readonly [name: string]: string };

/** The sandbox that holds one Workspace. When it is disposed, every process in it is gone. */
export interface Cell extends AsyncDisposable {
  /** Where the candidate's tree stands, as seen from inside. */
  readonly appDir: string;
  /**
   * Listens at a free port of the Cell's own loopback: who connects there is answered by whoever opened the Cell, or by
   * a process that this is sent to, wherever that is. Set for the network `door`, in every Cell that has walls. Whoever
   * opened the Cell closes it.
   */
  readonly door?: Server;
  /**
   * A connection to who listens on the Cell's own loopback, in a Cell that is to be `reached`. Rejects with a code as
   * `connect` of `node:net` does. @param within milliseconds, rounded up to seconds, for which it is tried again while
   * nobody listens. @throws MachineTrouble when it is our side that fails.
   */
  connect(to: Address, within?: number): Promise<Socket>;
  /** A new empty folder, as seen from inside. `timeout` in milliseconds. */
  workDir(timeout: number): Promise<Done<string>>;
  /** The limit that ended the Cell, or that was reached in it during this Trial: what failed may have failed for it. */
  limitHit(): LimitName | undefined;
  /** Whether it has ended: by a limit, by what happened inside, or because it was disposed. Nothing can be run in it any more. */
  ended(): boolean;
  /** Starts a process. Never throws for what the process does; a program that doesn't exist exits with 127. */
  start(command: Command): Process;
  /** Starts a process, feeds `stdin`, and waits for its end or its deadline. */
  run(command: Command & { readonly stdin?: string; readonly timeout: number }): Promise<Exit>;
  /** Writes text files, making folders as needed. Paths as seen from inside; `timeout` in milliseconds for all of them. */
  write(files: readonly { readonly path: string; readonly text: string }[], timeout: number): Promise<Done>;
  /** Reads at most `limit` bytes of a regular file, following links inside the Cell only. */
  read(path: string, limit: number): Promise<FileContent>;
}

/** What making a folder or a file inside came to. The candidate shares the Cell, so it may have filled or ended it. */
export type Done<T = undefined> =
  | { readonly ok: true; readonly value: T }
  /** `refused`: by the system inside, for another reason than `limits.disk`; `detail` has its words, one line. */
  | { readonly ok: false; readonly why: 'disk' | 'ended' | 'timeout' | 'refused'; readonly detail: string };

export interface Command {
  /** Program and arguments; no shell. */
  readonly argv: readonly string[];
  readonly cwd: string;
  /** Added to the Cell's environment. */
  readonly env?: Environment;
  /** Bytes kept of each of stdout and stderr; the rest is read and dropped. */
  readonly keep: number;
}

/** A started process. Its output is read whether or not somebody looks at it. */
export interface Process {
  /** The id, as the judge sees it, of the process or of what waits for it in the Cell; nothing when it never ran. */
  readonly pid?: number | undefined;
  /** Settles when it ended. */
  readonly exited: Promise<Exit>;
  /** What it printed so far, bounded; stdout and stderr as they came. */
  output(): string;
  /** Called for each chunk of output, from either stream, while it is kept. */
  onOutput(listener: (chunk: string) => void): void;
  /** Kills it and what it started; settles when it is gone. What hid in another session ends with the Cell. */
  stop(): Promise<void>;
}

export interface Exit {
  /** Exit code; null when a signal ended it, or when it is `lost`. 129 to 159 are read as signals, as shells report them. */
  readonly code: number | null;
  readonly signal: string | null;
  /**
   * Set when there is no end of its own to tell: the Cell has ended; or it never ran, since its folder can't be entered
   * (`stderr` says why) or, which is ours, since the sandbox failed (`stderr` says how). Its output means nothing then.
   */
  readonly lost?: 'cell' | 'cwd' | 'sandbox';
  readonly stdout: string;
  readonly stderr: string;
  /** The streams that more was printed to than was kept. */
  readonly truncated: readonly ('stdout' | 'stderr')[];
  /** The deadline ended it. */
  readonly timedOut: boolean;
  /** Milliseconds of wall time. */
  readonly ms: number;
}

export type FileContent =
  /** `size` in bytes of the whole file; `bytes` at most the limit. */
  | { readonly is: 'file'; readonly size: number; readonly bytes: Uint8Array }
  | { readonly is: 'absent' }
  /** A folder, a socket, a device, or a file that may not be read. */
  | { readonly is: 'other'; readonly what: string }
  /** Nobody could look: the Cell has ended, or it took too long. */
  | { readonly is: 'unseen'; readonly why: string };
