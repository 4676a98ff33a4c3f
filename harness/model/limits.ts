/** Everything has a limit with a name, a default in this table, and a verdict reason when it is hit. */
export const defaultLimits = {
  /** Bytes of memory, all processes of a Cell together. */
  memory: 1024 * 1024 * 1024,
  /** Processes and threads of a Cell. */
  processes: 256,
  /** Bytes that may be written in a Cell: its Workspace, work dirs, home and temporary files together. */
  disk: 512 * 1024 * 1024,
  /** Bytes of the tree that install and build leave behind. */
  tree: 4 * 1024 * 1024 * 1024,
  /** Milliseconds for one Trial. */
  trial: 60_000,
  /** Milliseconds for install and build, each. */
  build: 600_000,
  /** Bytes kept of what one process prints, and of a file that a step reads. */
  output: 1024 * 1024,
  /** Bytes of one decoded HTTP response. */
  response: 8 * 1024 * 1024,
  /** Bytes of a SQLite database that a step reads, with its journal. */
  database: 64 * 1024 * 1024,
} as const;

export type LimitName = keyof typeof defaultLimits;
export type Limits = { readonly [name in LimitName]: number };
