import { lchown, mkdir, open, symlink } from 'node:fs/promises';
import { posix } from 'node:path';
import type { CanaryWatch } from './canary-watch.ts';
import { linkTrouble, type TreeEntry, treeLimits } from './tree.ts';

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

/** What the file system says of entries that no honest tree holds. */
const refusals: ReadonlyMap<unknown, string> = new Map([
  ['EEXIST', 'stands where something else in the tree does'],
  ['ENAMETOOLONG', 'has a name that is too long'],
]);

/** Writes files into a new folder, as the user `owner` when the judge is root. Nothing is followed, nothing overwritten. */
export class TreeWriter {
  readonly #dir: string;
  readonly #owner: number | undefined;
  readonly #watch: CanaryWatch | undefined;
  readonly #made = new Set<string>();
  /** Bytes of files written so far. */
  #written = 0;

  constructor(dir: string, owner: number | undefined, watch?: CanaryWatch) {
    this.#dir = dir;
    this.#owner = owner;
    this.#watch = watch;
  }

  /** Writes one entry as its content comes in. @returns why it is refused, or nothing. @throws when the disk won't have it. */
  async add(entry: Pick<TreeEntry, 'mode' | 'path'>, content: Chunks): Promise<string | undefined> {
    try {
      return await this.#add(entry, content);
    } catch (error) {
      const why = refusals.get((error as NodeJS.ErrnoException).code);
      if (why === undefined) throw error;
      return why;
    }
  }

  async #add({ mode, path }: Pick<TreeEntry, 'mode' | 'path'>, content: Chunks): Promise<string | undefined> {
    await this.#folder(posix.dirname(path));
    if (mode === '120000') return this.#link(path, content);
    if (mode !== '160000') return this.#file(path, mode === '100755' ? 0o755 : 0o644, content);
    await this.#folder(path);
    return undefined;
  }

  async #link(path: string, content: Chunks): Promise<string | undefined> {
    const target = await firstBytes(content, treeLimits.path + 1);
    this.#watch?.begin(path)(target);
    const trouble = linkTrouble(path, target.toString('latin1'));
    if (trouble !== undefined) return trouble;
    await symlink(target, this.#place(path));
    await this.#own(path);
    return undefined;
  }

  async #file(path: string, mode: number, content: Chunks): Promise<string | undefined> {
    await using file = await open(this.#place(path), 'wx', mode);
    const look = this.#watch?.begin(path);
    for await (const chunk of content) {
      this.#written += chunk.length;
      if (this.#written > treeLimits.bytes) return `is beyond the first ${treeLimits.bytes / 1024 ** 3} GiB`;
      look?.(chunk);
      await file.writeFile(chunk);
    }
    await this.#own(path);
    return undefined;
  }

  async #folder(path: string): Promise<void> {
    if (path === '.' || this.#made.has(path)) return;
    await this.#folder(posix.dirname(path));
    await mkdir(this.#place(path));
    this.#made.add(path);
    await this.#own(path);
  }

  #place(path: string): Buffer {
    return Buffer.concat([Buffer.from(`${this.#dir}/`), Buffer.from(path, 'latin1')]);
  }

  async #own(path: string): Promise<void> {
    if (this.#owner !== undefined) await lchown(this.#place(path), this.#owner, this.#owner);
  }
}

async function firstBytes(content: Chunks, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= limit) break;
  }
  return Buffer.concat(chunks).subarray(0, limit);
}
