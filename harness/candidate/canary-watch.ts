import { type Canary, canaryLength, canaryPrefix, isCanary } from '../model/canary.ts';

/** A canary, of whatever vault, and the first place where it stood. */
export interface SeenCanary {
  readonly canary: string;
  /** Bytes as latin1, as those of all paths of a tree. */
  readonly path: string;
}

/** Notes the canaries that stand in files and names while a tree is written. It knows no vault, and so none of its canaries. */
export interface CanaryWatch {
  /** Looks at the path, and at what the returned function is given: a file's bytes, one chunk after another. */
  begin(path: string): (chunk: Buffer) => void;
  /** Each once. */
  seen(): readonly SeenCanary[];
  /** There were more than anyone would look up. */
  tooMany(): boolean;
}

/** Different canaries in one tree. */
const most = 1000;
const prefix = Buffer.from(canaryPrefix);
/** What may be left of one at the end of a chunk. */
const seam = canaryLength - 1;

export function canaryWatch(): CanaryWatch {
  const paths = new Map<string, string>();
  const look = (bytes: Buffer, path: string): void => {
    for (let at = bytes.indexOf(prefix); at !== -1; at = bytes.indexOf(prefix, at + prefix.length)) {
      const word = bytes.toString('latin1', at, at + canaryLength);
      if (isCanary(word) && !paths.has(word) && paths.size <= most) paths.set(word, path);
    }
  };
  return {
    begin(path) {
      look(Buffer.from(path, 'latin1'), path);
      let before: Buffer = Buffer.alloc(0);
      return (chunk) => {
        if (before.length > 0) look(Buffer.concat([before, chunk.subarray(0, seam)]), path);
        look(chunk, path);
        before = chunk.length >= seam ? chunk.subarray(-seam) : Buffer.concat([before, chunk]).subarray(-seam);
      };
    },
    seen: () => [...paths].map(([canary, path]) => ({ canary, path })),
    tooMany: () => paths.size > most,
  };
}

/** What of a vault stands in a tree, in one line for its owner: `"docs/plan.md" holds the canary of auth/login.yaml`. */
export function leakOf(seen: readonly SeenCanary[], canaries: readonly Canary[]): string | undefined {
  const files = new Map(canaries.map(({ canary, file }) => [canary, file]));
  const leaks = seen.flatMap(({ canary, path }) => {
    const file = files.get(canary);
    return file === undefined ? [] : [{ file, path }];
  });
  const [first] = leaks;
  if (first === undefined) return undefined;
  const shown = JSON.stringify(Buffer.from(first.path, 'latin1').toString('utf8').slice(0, 200));
  const others = leaks.length > 1 ? `; canaries of this vault in the tree: ${leaks.length}` : '';
  return `${shown} holds the canary of ${first.file}${others}`;
}
