import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** A file of a tree that mutants concern. */
export interface SourceFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  /** `source` is mutated; `beside` only is TypeScript that a build may check together with it. */
  readonly is: 'source' | 'beside';
}

/** Files and folders that are looked at. */
const MOST_ENTRIES = 300_000;

const code = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const typed = /\.(?:[cm]?ts|tsx)$/;
/** Declarations hold no code, and what was minified was written elsewhere. */
const notWritten = /\.d\.[cm]?ts$|\.min\.[cm]?js$/;
const closedFolder = /^(?:\..*|node_modules|dist|build|coverage|vendor)$/;
const testFolder = /^(?:tests?|__tests__|spec|e2e)$/;
const testOrSettings = /\.(?:test|spec|config)\./;

/** The sources below a folder, in an order that depends on their names alone. Links are not followed. */
export function findSources(dir: string): readonly SourceFile[] {
  const found: SourceFile[] = [];
  const open: { readonly below: string; readonly tests: boolean }[] = [{ below: '', tests: false }];
  let looked = 0;
  for (let next = open.pop(); next !== undefined && looked < MOST_ENTRIES; next = open.pop()) {
    const entries = entriesOf(join(dir, next.below));
    looked += entries.length;
    for (const entry of entries) {
      const path = next.below === '' ? entry.name : `${next.below}/${entry.name}`;
      if (entry.isDirectory() && !closedFolder.test(entry.name)) {
        open.push({ below: path, tests: next.tests || testFolder.test(entry.name) });
      }
      const is = entry.isFile() ? kindOf(entry.name, next.tests) : undefined;
      if (is !== undefined) found.push({ path, is });
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

function kindOf(name: string, tests: boolean): SourceFile['is'] | undefined {
  if (!code.test(name) || notWritten.test(name) || name.startsWith('.')) return undefined;
  if (!tests && !testOrSettings.test(name)) return 'source';
  return typed.test(name) ? 'beside' : undefined;
}

function entriesOf(dir: string): readonly Dirent[] {
  try {
    return readdirSync(dir, { withFileTypes: true });
  } catch {
    return [];
  }
}
