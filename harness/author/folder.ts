import { closeSync, constants, fstatSync, openSync, readdirSync, readSync, realpathSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What is looked at of a repository, which is the worker's: so many files, so much of each, so deep. */
const looked = { files: 400, bytes: 256 * 1024, depth: 4 } as const;

/** A repository as the guesses see it: facts, read once. */
export interface Folder {
  readonly name: string;
  /** Relative paths of files that say something, with forward slashes, those near the top first. */
  readonly paths: readonly string[];
  /** Texts of those that were read. */
  readonly texts: ReadonlyMap<string, string>;
  /** Where this machine has a program: below /usr, elsewhere on PATH, or not at all. */
  readonly program: (name: string) => 'system' | 'path' | undefined;
}

const skipped =
  /^(\..*|node_modules|vendor|venv|env|dist|build|out|target|coverage|__pycache__|tests?|__tests__|e2e|spec|docs?|examples?|fixtures|bench(marks)?)$/;
const code = /\.(js|mjs|cjs|ts|mts|cts|tsx|jsx|py|go|rs|rb|php)$/;
const telling =
  /^(package(-lock)?\.json|pnpm-lock\.yaml|yarn\.lock|npm-shrinkwrap\.json|Dockerfile|Procfile|requirements\.txt|pyproject\.toml|manage\.py|go\.(mod|sum)|Cargo\.(toml|lock)|index\.html|(openapi|swagger)\.(ya?ml|json)|\.env\.(example|sample|template))$/;
const large = /^(package-lock|npm-shrinkwrap)\.json$|^(pnpm-lock\.yaml|yarn\.lock|go\.sum|Cargo\.lock)$/;

/** Looks at a folder without running anything of it and without following links. */
export function lookAt(dir: string, name: string): Folder {
  const paths: string[] = [];
  const waiting: (readonly [below: string, depth: number])[] = [['', 0]];
  for (let next = waiting.shift(); next !== undefined && paths.length < looked.files; next = waiting.shift()) {
    const [below, depth] = next;
    for (const entry of entriesOf(join(dir, below))) {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < looked.depth && !skipped.test(entry.name)) waiting.push([path, depth + 1]);
      if (entry.isFile() && (telling.test(entry.name) || code.test(entry.name) || below === 'bin')) paths.push(path);
    }
  }
  const kept = paths.slice(0, looked.files);
  const texts = kept
    .filter((path) => !large.test(path))
    .flatMap((path) => {
      const text = readStart(join(dir, path));
      return text === undefined ? [] : [[path, text] as const];
    });
  return { name, paths: kept, texts: new Map(texts), program: findProgram };
}

function entriesOf(dir: string) {
  try {
    return readdirSync(dir, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

function readStart(path: string): string | undefined {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      if (!fstatSync(descriptor).isFile()) return undefined;
      const bytes = Buffer.alloc(looked.bytes);
      return bytes.subarray(0, readSync(descriptor, bytes)).toString();
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return undefined;
  }
}

function findProgram(name: string): 'system' | 'path' | undefined {
  if (!/^[\w.+-]+$/.test(name)) return undefined;
  const folders = ['/usr/bin', '/usr/local/bin', '/bin', ...(process.env['PATH'] ?? '').split(delimiter)];
  for (const folder of folders) {
    try {
      const real = realpathSync(join(folder, name));
      if (statSync(real).isFile()) return real.startsWith('/usr/') ? 'system' : 'path';
    } catch {
      // Not in this one.
    }
  }
  return undefined;
}
