import { createHash } from 'node:crypto';
import { lchown, lstat, mkdir, open, readdir, readFile, readlink, symlink } from 'node:fs/promises';
import { dirname, posix } from 'node:path';
import { fail, ok, problem, type Result } from '../model/problem.ts';

/** One file of a tree, as git lists it. */
export interface TreeEntry {
  readonly mode: '100644' | '100755' | '120000' | '160000';
  /** Object id; a gitlink's is a commit elsewhere. */
  readonly id: string;
  /** Slashes between folders, bytes as latin1 so that any name survives. */
  readonly path: string;
}

const MAX_ENTRIES = 300_000;
const MAX_BYTES = 2 * 1024 ** 3;

/** Reads `git ls-tree -rzl` output and refuses what no honest tree holds. */
export function parseTree(listing: Buffer): Result<readonly TreeEntry[]> {
  const entries: TreeEntry[] = [];
  let bytes = 0;
  for (const line of listing.toString('latin1').split('\0')) {
    if (line === '') continue;
    const [head, path] = split(line, '\t');
    const [mode = '', , id = '', size = '0'] = head.split(/ +/);
    if (!isMode(mode)) return refused(path, `has the mode ${mode}`);
    if (path.split('/').some(isForbiddenName)) return refused(path, 'has a name that git forbids');
    entries.push({ mode, id, path });
    bytes += Number(size === '-' ? 0 : size);
    if (bytes > MAX_BYTES) return refused(path, `is beyond the first ${MAX_BYTES / 1024 ** 3} GiB`);
    if (entries.length > MAX_ENTRIES) return refused(path, `is beyond the first ${MAX_ENTRIES} files`);
  }
  return ok(entries);
}

const isMode = (mode: string): mode is TreeEntry['mode'] => ['100644', '100755', '120000', '160000'].includes(mode);
const isForbiddenName = (name: string): boolean =>
  name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git';
const refused = (path: string, why: string): Result<never> =>
  fail(problem('forbidden-tree', `the tree is refused: ${JSON.stringify(path)} ${why}`));

function split(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)];
}

/** Writes files into a new folder, as the user `owner` when the judge is root. Nothing is followed, nothing overwritten. */
export class TreeWriter {
  readonly #dir: string;
  readonly #owner: number | undefined;
  readonly #made = new Set<string>();

  constructor(dir: string, owner: number | undefined) {
    this.#dir = dir;
    this.#owner = owner;
  }

  /** @returns why the entry is refused, or nothing. */
  async add(entry: TreeEntry, bytes: Buffer): Promise<string | undefined> {
    const place = this.#place(entry.path);
    await this.#folder(dirname(entry.path));
    switch (entry.mode) {
      case '160000':
        await this.#folder(entry.path);
        return undefined;
      case '120000': {
        if (leavesTree(entry.path, bytes.toString('latin1'))) return 'is a link that leads out of the tree';
        await symlink(bytes, place);
        break;
      }
      case '100644':
      case '100755': {
        const file = await open(place, 'wx', entry.mode === '100755' ? 0o755 : 0o644);
        await file.writeFile(bytes);
        await file.close();
        break;
      }
    }
    await this.#own(place);
    return undefined;
  }

  #place(path: string): Buffer {
    return Buffer.concat([Buffer.from(`${this.#dir}/`), Buffer.from(path, 'latin1')]);
  }

  async #folder(path: string): Promise<void> {
    if (path === '.' || this.#made.has(path)) return;
    await this.#folder(posix.dirname(path));
    this.#made.add(path);
    await mkdir(this.#place(path));
    await this.#own(this.#place(path));
  }

  async #own(place: Buffer): Promise<void> {
    if (this.#owner !== undefined) await lchown(place, this.#owner, this.#owner);
  }
}

/** Whether a link's target, read from where the link stands, is outside the tree. */
function leavesTree(path: string, target: string): boolean {
  if (target.startsWith('/')) return true;
  const place = posix.normalize(posix.join(posix.dirname(path), target));
  return place === '..' || place.startsWith('../');
}

/**
 * The git tree id of a folder, from the bytes on disk (gitformat objects: `blob <size>\0<bytes>`, tree entries
 * `<mode> <name>\0<id>` sorted with folders as if they ended in `/`). Gitlinks can't be read from disk and are given.
 */
export async function hashTree(
  dir: string,
  gitlinks: readonly TreeEntry[],
  algorithm: 'sha1' | 'sha256',
): Promise<string> {
  const links = new Map(gitlinks.map(({ path, id }) => [path, id]));
  const digest = (kind: string, bytes: Buffer): Buffer =>
    createHash(algorithm).update(`${kind} ${bytes.length}\0`).update(bytes).digest();

  const hashFolder = async (folder: Buffer, prefix: string): Promise<Buffer | undefined> => {
    const entries: { readonly key: Buffer; readonly mode: string; readonly name: Buffer; readonly id: Buffer }[] = [];
    for (const name of await readdir(folder, { encoding: 'buffer' })) {
      const place = Buffer.concat([folder, Buffer.from('/'), name]);
      const path = prefix + name.toString('latin1');
      const info = await lstat(place);
      const linked = links.get(path);
      if (linked !== undefined) {
        entries.push({ key: name, mode: '160000', name, id: Buffer.from(linked, 'hex') });
      } else if (info.isDirectory()) {
        const id = await hashFolder(place, `${path}/`);
        // git knows no empty folders.
        if (id !== undefined) entries.push({ key: Buffer.concat([name, Buffer.from('/')]), mode: '40000', name, id });
      } else if (info.isSymbolicLink()) {
        entries.push({
          key: name,
          mode: '120000',
          name,
          id: digest('blob', await readlink(place, { encoding: 'buffer' })),
        });
      } else {
        const mode = (info.mode & 0o100) === 0 ? '100644' : '100755';
        entries.push({ key: name, mode, name, id: digest('blob', await readFile(place)) });
      }
    }
    if (entries.length === 0) return undefined;
    entries.sort((a, b) => Buffer.compare(a.key, b.key));
    return digest(
      'tree',
      Buffer.concat(entries.flatMap(({ mode, name, id }) => [Buffer.from(`${mode} `), name, Buffer.from([0]), id])),
    );
  };

  const id = (await hashFolder(Buffer.from(dir), '')) ?? digest('tree', Buffer.alloc(0));
  return id.toString('hex');
}
