import type { Edit, Problem, Span } from '../../model/problem.ts';
import type { VaultFolder } from '../files.ts';
import { readVault, sourcesIn, type LoadedVault } from '../load.ts';
import type { Source } from '../source.ts';
import { apart, edited } from './edits.ts';

/** One certain change: what stood there, what stands there now. */
export interface Change {
  readonly file: string;
  /** In the file as it was before this change; from 1. */
  readonly line: number;
  readonly column: number;
  readonly code: string;
  readonly from: string;
  readonly to: string;
}

export interface Fixed {
  readonly folder: VaultFolder;
  /** What the folder holds now. */
  readonly loaded: LoadedVault;
  /** In the order of files and lines. */
  readonly changes: readonly Change[];
}

/** A mended word may bring others to light: a misspelt `steps` hides all that is below it. */
const mostRounds = 8;

/**
 * Makes every certain change to the files of a vault, in memory. A file that such a change would make worse stays as it
 * was. Mending twice changes nothing more. With `only`, no other file is touched; with `newCanary`, files get one.
 */
export function fixVault(folder: VaultFolder, only?: string, newCanary?: () => string): Fixed {
  const read = (mended: VaultFolder): LoadedVault => readVault(mended, newCanary);
  let fixed: Fixed = { folder, loaded: read(folder), changes: [] };
  const others = only === undefined ? [] : sourcesIn(folder).filter(({ file }) => file !== only);
  const hopeless = new Set(others.map(({ file }) => file));
  for (let round = 0; round < mostRounds; round++) {
    const next = fixOnce(fixed, hopeless, read);
    if (next === undefined) break;
    fixed = next;
  }
  return { ...fixed, changes: fixed.changes.toSorted(byPlace) };
}

/** One round over all files. Nothing when there is nothing left to do. Files that can't be helped are added to `hopeless`. */
function fixOnce(
  { folder, loaded, changes }: Fixed,
  hopeless: Set<string>,
  read: (folder: VaultFolder) => LoadedVault,
): Fixed | undefined {
  const planned = sourcesIn(folder).flatMap((source) => {
    const own = hopeless.has(source.file) ? [] : editsOf(loaded.problems, source);
    return own.length === 0 ? [] : [{ source, edits: own, after: edited(source, own) }];
  });
  if (planned.length === 0) return undefined;
  const tried = read(withSources(folder, new Map(planned.map(({ after }) => [after.file, after]))));
  const worse = planned.filter(({ source, edits }) => isWorse(source.file, edits, loaded.problems, tried.problems));
  for (const { source } of worse) hopeless.add(source.file);
  const good = planned.filter((one) => !worse.includes(one));
  if (good.length === 0) return undefined;
  const kept = withSources(folder, new Map(good.map(({ after }) => [after.file, after])));
  return {
    folder: kept,
    loaded: worse.length === 0 ? tried : read(kept),
    changes: [...changes, ...good.flatMap(({ source, edits }) => edits.map((edit) => changeOf(source, edit, loaded)))],
  };
}

function withSources(folder: VaultFolder, changed: ReadonlyMap<string, Source>): VaultFolder {
  const { settings } = folder;
  return {
    ...folder,
    ...(settings === undefined ? {} : { settings: changed.get(settings.file) ?? settings }),
    scenarios: folder.scenarios.map((source) => changed.get(source.file) ?? source),
    flows: folder.flows.map((source) => changed.get(source.file) ?? source),
  };
}

function editsOf(problems: readonly Problem[], source: Source): readonly Edit[] {
  const edits = problems.flatMap(({ edit }) => (edit?.at.file === source.file ? [edit] : []));
  return apart(source, edits);
}

/** Problems that hide all others of a file. */
const unreadable: readonly string[] = ['bad-yaml', 'unquoted-template', 'several-documents'];

/** Is there an error now that the edits brought about, and not only one that they brought to light? */
function isWorse(file: string, edits: readonly Edit[], before: readonly Problem[], after: readonly Problem[]): boolean {
  const earlier = before.filter(({ excerpt }) => excerpt?.at.file === file);
  const known = new Set(earlier.map(signature));
  const hidden = earlier.some(({ code }) => unreadable.includes(code));
  const places = edits.map(({ at, text }) => ({ ...at, column: at.column + shift(edits, at), length: text.length }));
  return after.some((problem) => {
    const at = problem.excerpt?.at;
    if (problem.severity === 'warning' || at?.file !== file || known.has(signature(problem))) return false;
    if (unreadable.includes(problem.code) || problem.code === 'duplicate-key') return true;
    return !hidden && problem.edit === undefined && places.some((place) => overlap(place, at));
  });
}

/** How far edits on the same line push a place to the right. */
function shift(edits: readonly Edit[], { line, column }: Span): number {
  const earlier = edits.filter(({ at }) => at.line === line && at.column < column);
  return earlier.reduce((sum, { at, text }) => sum + text.length - at.length, 0);
}

function overlap(a: Span, b: Span): boolean {
  return a.line === b.line && a.column < b.column + b.length && b.column < a.column + a.length;
}

const signature = ({ code, message, excerpt }: Problem): string =>
  `${excerpt?.at.file}:${excerpt?.at.line}:${code}:${message}`;

function changeOf(source: Source, { at, text }: Edit, { problems }: LoadedVault): Change {
  const { file, line, column, length } = at;
  const code = problems.find(({ edit }) => edit?.at === at)?.code ?? '';
  const from = (source.lines[line - 1] ?? '').slice(column - 1, column - 1 + length);
  return { file, line, column, code, from, to: text };
}

function byPlace(a: Change, b: Change): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
