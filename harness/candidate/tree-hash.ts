import { createHash } from 'node:crypto';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import type { TreeEntry } from './tree.ts';

type Algorithm = 'sha1' | 'sha256';

const CHUNK_BYTES = 256 * 1024;

/**
 * The git tree id of a folder, from the bytes on disk (gitformat objects: `blob <size>\0<bytes>`, tree entries
 * `<mode> <name>\0<id>` sorted with folders as if they ended in `/`). Gitlinks can't be read from disk and are given.
 */
export async function hashTree(dir: string, gitlinks: readonly TreeEntry[], algorithm: Algorithm): Promise<string> {
  const links = new Map(gitlinks.map(({ path, id }) => [path, id]));
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
  const digest = (kind: string, bytes: Buffer): Buffer =>
    createHash(algorithm).update(`${kind} ${bytes.length}\0`).update(bytes).digest();

  const hashFile = async (place: Buffer, size: number): Promise<Buffer> => {
    const hash = createHash(algorithm).update(`blob ${size}\0`);
    await using file = await open(place);
    for (;;) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead === 0) return hash.digest();
      hash.update(buffer.subarray(0, bytesRead));
    }
  };

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
        const target = await readlink(place, { encoding: 'buffer' });
        entries.push({ key: name, mode: '120000', name, id: digest('blob', target) });
      } else {
        const mode = (info.mode & 0o100) === 0 ? '100644' : '100755';
        entries.push({ key: name, mode, name, id: await hashFile(place, info.size) });
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
