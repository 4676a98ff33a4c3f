import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { printDraft, type Draft } from '../../../harness/author/draft.ts';
import type { Folder } from '../../../harness/author/folder.ts';
import type { Result } from '../../../harness/model/problem.ts';
import { formatProblems } from '../../../harness/vault/frame.ts';
import { load } from '../vault/rig.ts';

export const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

/** What was returned. A Problem is a failed test. */
export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(formatProblems(result.problems, { colour: false }));
  return result.value;
}

/** The text reads as `golden/<name>`, which `UPDATE=1` writes. */
export function expectGolden(name: string, text: string): void {
  const path = join(import.meta.dirname, 'golden', name);
  if (process.env['UPDATE'] === '1') {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readFileSync(path, 'utf8'));
}

/** What `check` says of the drafts, each a scenario of one vault; warnings too when they are wanted. */
export function errorsIn(drafts: readonly Draft[]): string {
  const files = drafts.map((draft, index) => [`${index}.yaml`, printDraft(draft)] as const);
  const { problems } = load(Object.fromEntries(files));
  return formatProblems(
    problems.filter(({ severity }) => severity === 'error'),
    { colour: false },
  );
}

/** A folder as it would be looked at, on a machine with only the system's own programs. */
export function folderOf(files: { readonly [path: string]: string }, system: readonly string[] = ['python3']): Folder {
  return {
    name: 'app',
    paths: Object.keys(files),
    texts: new Map(Object.entries(files)),
    program: (name) => (system.includes(name) ? 'system' : undefined),
  };
}

/** Files in a folder of their own, gone afterwards. */
export function inFolder<T>(files: { readonly [path: string]: string }, look: (dir: string) => T): T {
  const dir = mkdtempSync(join(tmpdir(), 'author-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, path)), { recursive: true });
      writeFileSync(join(dir, path), text);
    }
    return look(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
