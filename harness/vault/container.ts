import { unzipSync, zipSync } from 'fflate';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { vaultLimits } from './files.ts';

/** The same for every file: a vault that says the same is packed to the same bytes. By the clock on the wall, as zip has it. */
const fixedTime = new Date(1980, 0, 1);

/** Files as one zip archive, in the order of their paths. */
export function pack(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const paths = [...files.keys()].toSorted();
  return zipSync(Object.fromEntries(paths.map((path) => [path, files.get(path) ?? new Uint8Array()])), {
    mtime: fixedTime,
    level: 9,
  });
}

/** What an archive holds, by path; no more than a vault may hold, and no path that leads out of its folder. */
export function unpack(archive: Uint8Array): Result<ReadonlyMap<string, Uint8Array>> {
  const seen = new Set<string>();
  let bytes = 0;
  let trouble: string | undefined;
  try {
    const files = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        bytes += originalSize;
        trouble = whyNot(name, seen, bytes);
        if (trouble !== undefined) throw new Error(trouble);
        seen.add(name);
        return true;
      },
    });
    // What an archive states of a file that is not compressed, nobody has compared with the file.
    const real = Object.values(files).reduce((sum, { length }) => sum + length, 0);
    trouble = tooMuch(real);
    if (trouble !== undefined) throw new Error(trouble);
    return ok(new Map(Object.entries(files)));
  } catch {
    return fail(
      problem('damaged-vault', trouble ?? 'what is encrypted is not a vault', { fix: 'seal the vault again' }),
    );
  }
}

/** Why an archive with a file of that name is not a vault's. */
function whyNot(name: string, seen: ReadonlySet<string>, bytes: number): string | undefined {
  if (!isPlain(name)) return 'the encrypted vault holds a file whose name leads out of it';
  if (seen.has(name)) return 'the encrypted vault holds two files of one name';
  if (seen.size >= vaultLimits.files) return `the encrypted vault holds more than ${vaultLimits.files} files`;
  return tooMuch(bytes);
}

const tooMuch = (bytes: number): string | undefined =>
  bytes > vaultLimits.totalBytes ? 'the encrypted vault holds more than 64 MiB' : undefined;

function isPlain(path: string): boolean {
  const odd = ['', '.', '..', '__proto__'];
  return path.length < 4096 && path.split('/').every((part) => !odd.includes(part) && !/[\0\\]/.test(part));
}
