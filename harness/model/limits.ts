/**
 * Everything has a limit with a name, a default in this table, and a verdict reason when it is hit. `limits` of vault.yaml
 * sets each of these; docs/vault.md says what each bounds, and how.
 */
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
  /** Milliseconds of processor time of a Cell, all processes together. */
  cpu: 3_600_000,
  /** Milliseconds for one request or program of a step, whatever the step says; as `trial` unless stated. */
  step: 60_000,
  /** Milliseconds for all Trials of a Run. */
  run: 24 * 3_600_000,
  /** Descriptors that one process has open. */
  openFiles: 4096,
  /** Bytes of one file that is written in a Cell; as `disk` unless stated. */
  fileSize: 512 * 1024 * 1024,
  /** Files and folders that may be made in a Cell, where `disk` bounds their bytes; and as many in an install's or build's tree. */
  files: 200_000,
  /** Bytes of the head of one HTTP response. */
  headers: 16 * 1024,
  /** Elements of a page that a step looks at. */
  page: 200_000,
} as const;

/** What has one size for all vaults, since nobody's candidate needs more. */
export const fixedLimits = {
  /** How deep lists and objects of a candidate's JSON are nested. */
  depth: 200,
  /** Redirects that a page follows, and the most that a step may ask to be followed. */
  redirects: 20,
  /** Requests to a candidate that are under way in the `http` steps of one Trial, each on a connection of its own. */
  connections: 4,
} as const;

export type LimitName = keyof typeof defaultLimits;
export type Limits = { readonly [name in LimitName]: number };
export type FixedLimitName = keyof typeof fixedLimits;
type Unit = 'bytes' | 'ms' | 'count';

/** Limits that are as large as others unless they are stated. */
const dependents = { step: 'trial', fileSize: 'disk' } as const satisfies { readonly [name in LimitName]?: LimitName };

/** `limits` with those that follow others set to them, unless they are `stated`. */
export function withDependents(limits: Limits, stated: Partial<Limits>): Limits {
  return {
    ...limits,
    ...Object.fromEntries(
      Object.entries(dependents).flatMap(([name, other]) =>
        Object.hasOwn(stated, name) ? [] : [[name, limits[other]] as const],
      ),
    ),
  };
}

/** What a limit's number counts. */
export const limitUnits: { readonly [name in LimitName | FixedLimitName]: Unit } = {
  memory: 'bytes',
  processes: 'count',
  disk: 'bytes',
  tree: 'bytes',
  trial: 'ms',
  build: 'ms',
  output: 'bytes',
  response: 'bytes',
  database: 'bytes',
  cpu: 'ms',
  step: 'ms',
  run: 'ms',
  openFiles: 'count',
  fileSize: 'bytes',
  files: 'count',
  headers: 'bytes',
  page: 'count',
  depth: 'count',
  redirects: 'count',
  connections: 'count',
};

/** What is told of a limit that was hit: `limit "response": more than 8 MiB`. */
export function limitText(name: string, limits: Limits): string {
  const sizes: { readonly [name: string]: number } = { ...limits, ...fixedLimits };
  const units: { readonly [name: string]: Unit } = limitUnits;
  const [size, unit] = [sizes[name], units[name]];
  const more = size === undefined || unit === undefined ? '' : `: more than ${inUnits(size, unit)}`;
  return `limit "${name}"${more}`;
}

function inUnits(size: number, unit: Unit): string {
  if (unit === 'count') return String(size);
  if (unit === 'ms') return size < 1000 ? `${size}ms` : `${size / 1000}s`;
  const power = Math.min(3, Math.floor(Math.log2(Math.max(size, 1)) / 10));
  return `${Math.round((size / 1024 ** power) * 10) / 10} ${['bytes', 'KiB', 'MiB', 'GiB'][power] ?? ''}`;
}
