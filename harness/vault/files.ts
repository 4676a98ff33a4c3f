import {
  closeSync,
  constants,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Dirent,
} from 'node:fs';
import { join } from 'node:path';
import { problem, type Problem } from '../model/problem.ts';
import type { Vault } from '../model/vault.ts';
import { readDocument } from './document.ts';
import { sourceOf, type Source } from './source.ts';
import { literalOf, valueAt } from './values.ts';

const settingsFile = 'vault.yaml';
const misnamed = 'vault.yml';

/** How much is read of a vault. */
export const vaultLimits = { fileBytes: 1024 * 1024, files: 5000, totalBytes: 64 * 1024 * 1024, depth: 16 } as const;

export interface VaultFolder {
  /** Absolute, symbolic links resolved. */
  readonly dir: string;
  /** It is one encrypted file; see `Vault`. */
  readonly encrypted?: NonNullable<Vault['encrypted']>;
  /** All that is in an encrypted one, by path. */
  readonly files?: ReadonlyMap<string, Uint8Array>;
  readonly settings?: Source;
  /** In the order of their paths. */
  readonly scenarios: readonly Source[];
  /** What stands in `flows/`, likewise. */
  readonly flows: readonly Source[];
  /** Paths of the folders and patches in `controls/good` and `controls/bad`; what is in them is read by whoever judges them. */
  readonly controls: readonly string[];
  /** The document that vault.yaml names, when it is there. */
  readonly specification?: Source;
  /** Files that couldn't be read, or weren't, have a Problem each. */
  readonly problems: readonly Problem[];
}

/**
 * Reads vault.yaml and every scenario and flow file below a folder. `controls/` at its top, hidden files and
 * `node_modules` are neither. Symbolic links are Problems: what they lead to is not part of the vault.
 */
export function readVaultFolder(path: string): VaultFolder {
  let dir: string;
  try {
    dir = realpathSync(path);
  } catch {
    return {
      dir: path,
      scenarios: [],
      flows: [],
      controls: [],
      problems: [problem('no-vault', `there is no vault at ${path}`)],
    };
  }
  const found: Found = { files: [], problems: [] };
  search(found, dir, '', 0);
  const controls = controlFolders.flatMap((folder) => namesIn(join(dir, folder)).map((name) => `${folder}/${name}`));
  return { dir, controls, ...sorted(found, (file, left) => bytesOf(join(dir, file), file, left)) };
}

/** The same of files that are at hand, by their paths: those of an encrypted vault. What else there is, is passed over. */
export function readVaultFiles(
  dir: string,
  encrypted: NonNullable<Vault['encrypted']>,
  files: ReadonlyMap<string, Uint8Array>,
): VaultFolder {
  const found: Found = { files: [...files.keys()].filter(isRead).toSorted(), problems: [] };
  const read: Read = (file, left) => {
    const bytes = files.get(file);
    return bytes === undefined ? unreadable(file) : (tooLarge(file, bytes.length, left) ?? bytes);
  };
  const below = [...files.keys()].filter(isOfControl).map((path) => path.split('/').slice(0, 3).join('/'));
  return { dir, encrypted, files, controls: [...new Set(below)].toSorted(), ...sorted(found, read) };
}

const controlFolders = ['controls/good', 'controls/bad'] as const;

/** `controls/bad/open.patch`, or a file of the folder `controls/bad/open`. */
const isOfControl = (path: string): boolean =>
  controlFolders.some((folder) => path.startsWith(`${folder}/`)) &&
  (path.split('/').length > 3 || path.endsWith('.patch'));

/** Folders and patches that aren't hidden, in order; none where there is no such folder. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() || (entry.isFile() && entry.name.endsWith('.patch')))
      .map(({ name }) => name)
      .filter((name) => !name.startsWith('.'))
      .toSorted();
  } catch {
    return [];
  }
}

/** Whether a path is one of a file that is read. */
const isRead = (path: string): boolean => {
  const names = path.split('/');
  const passedOver = names.some((name) => name.startsWith('.') || name === 'node_modules') || names[0] === 'controls';
  return /\.ya?ml$/.test(path) && !passedOver && names.length <= vaultLimits.depth + 1;
};

/** The bytes of a file of the vault, of which no more than `left` may be read. */
type Read = (file: string, left: number) => Uint8Array | Problem;

function sorted(found: Found, read: Read): Omit<VaultFolder, 'dir' | 'controls' | 'files'> {
  const settings = found.files.includes(settingsFile);
  if (!settings) found.problems.push(noSettings(found));
  if (found.files.length > vaultLimits.files) {
    found.problems.push(
      problem('vault-too-large', `a vault has at most ${vaultLimits.files} files, and this has more`),
    );
  }
  const sources = readAll(found, found.files.slice(0, vaultLimits.files), read);
  const own = sources.find(({ file }) => file === settingsFile);
  const rest = sources.filter(({ file }) => file !== settingsFile && file !== misnamed);
  const flows = rest.filter(isFlow);
  const scenarios = rest.filter((source) => !isFlow(source));
  const specification = own && readNamed(found, specificationIn(own), read);
  return {
    ...(own === undefined ? {} : { settings: own }),
    scenarios,
    flows,
    ...(specification === undefined ? {} : { specification }),
    problems: found.problems,
  };
}

/** The one file beside YAML that vault.yaml can name. That it isn't there is said where it is named. */
function readNamed(found: Found, file: string | undefined, read: Read): Source | undefined {
  if (file === undefined) return undefined;
  const trouble: Found = { files: [], problems: [] };
  const [source] = readAll(trouble, [file], read);
  found.problems.push(...trouble.problems.filter(({ code }) => code !== 'unreadable'));
  return source;
}

/** As the schema has it: below the vault, not hidden, and no YAML, which would be a scenario. */
const documentPath = /^(?:[^./\\][^/\\]*\/)*[^./\\][^/\\]*\.(?:md|markdown|txt)$/;

/** What vault.yaml names; nothing when that is no path of a document. */
function specificationIn(settings: Source): string | undefined {
  // Most have none, and reading YAML takes its time.
  if (!settings.text.includes('specification')) return undefined;
  const { root } = readDocument(settings, { templates: false });
  const path = literalOf(valueAt(root, 'specification'));
  return path !== undefined && documentPath.test(path) ? path : undefined;
}

const isFlow = ({ file }: Source): boolean => file.startsWith('flows/');

interface Found {
  /** Relative paths. */
  readonly files: string[];
  readonly problems: Problem[];
}

function noSettings(found: Found): Problem {
  const short = found.files.includes(misnamed);
  return problem('no-vault-file', `the vault has no ${settingsFile}`, {
    fix: short ? `rename ${misnamed} to ${settingsFile}` : 'add one that says how a candidate is built and started',
  });
}

function search(found: Found, dir: string, below: string, depth: number): void {
  for (const entry of list(found, join(dir, below), below)) {
    const file = below === '' ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue;
    if (entry.isSymbolicLink()) {
      found.problems.push(
        problem('symbolic-link', `${file} is a symbolic link, which a vault may not hold`, {
          notes: ['what it leads to could change without the vault changing'],
          fix: 'put the file itself there',
        }),
      );
    } else if (entry.isDirectory()) {
      if (file === 'controls') continue;
      if (depth < vaultLimits.depth) search(found, dir, file, depth + 1);
      else found.problems.push(problem('vault-too-large', `${file} is more than ${vaultLimits.depth} folders deep`));
    } else if (/\.ya?ml$/.test(entry.name) && found.files.length <= vaultLimits.files) {
      found.files.push(file);
    }
  }
}

function list(found: Found, path: string, below: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    found.problems.push(
      problem('unreadable', `${below === '' ? 'the vault' : below} is not a folder that can be read`),
    );
    return [];
  }
}

function readAll(found: Found, files: readonly string[], read: Read): readonly Source[] {
  let left: number = vaultLimits.totalBytes;
  return files.flatMap((file) => {
    const bytes = read(file, left);
    const source = bytes instanceof Uint8Array ? decoded(file, bytes) : bytes;
    if ('code' in source) {
      found.problems.push(source);
      return [];
    }
    left -= bytes instanceof Uint8Array ? bytes.length : 0;
    return [source];
  });
}

/** @param left how much may still be read of the vault. */
export function bytesOf(path: string, file: string, left: number): Uint8Array | Problem {
  try {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      return tooLarge(file, fstatSync(descriptor).size, left) ?? readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch {
    return unreadable(file);
  }
}

const unreadable = (file: string): Problem => problem('unreadable', `${file} can't be read`);

/** @param size in bytes. @param left likewise. */
function tooLarge(file: string, size: number, left: number): Problem | undefined {
  if (size > vaultLimits.fileBytes)
    return problem('file-too-large', `${file} is larger than 1 MiB`, { fix: 'a scenario is a page or two' });
  if (size > left) return problem('vault-too-large', `${file} was not read: the files before it are 64 MiB together`);
  return undefined;
}

function decoded(file: string, bytes: Uint8Array): Source | Problem {
  try {
    return sourceOf(file, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return problem('not-utf8', `${file} is not UTF-8 text`, { fix: 'save it as UTF-8' });
  }
}
