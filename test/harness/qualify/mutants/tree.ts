import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  type Instrumented,
  instrument,
  type InstrumentOptions,
} from '../../../../harness/qualify/mutants/instrument.ts';
import type { Mutant } from '../../../../harness/qualify/mutants/mutant.ts';

/** A folder of sources, gone at the end. */
export interface Tree extends Disposable {
  readonly dir: string;
  path(file: string): string;
  text(file: string): string;
  /** @throws when it fails. */
  instrument(options?: InstrumentOptions): Promise<Instrumented>;
  /** Runs node on a file with these variables and no others. @returns what it printed. */
  run(file: string, env?: { readonly [name: string]: string }): string;
}

export function tree(files: { readonly [path: string]: string }): Tree {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'holdout-mutants-')));
  const path = (file: string): string => join(dir, file);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  }
  return {
    dir,
    path,
    text: (file) => readFileSync(path(file), 'utf8'),
    async instrument(options) {
      const done = await instrument(dir, options);
      if (!done.ok) throw new Error(JSON.stringify(done.problems));
      return done.value;
    },
    run(file, env = {}) {
      const { stdout, stderr } = spawnSync(process.execPath, [path(file)], { env, encoding: 'utf8' });
      return stdout + stderr;
    },
    [Symbol.dispose]: () => rmSync(dir, { recursive: true, force: true }),
  };
}

/** The one mutant that puts `replacement` where `original` was. @throws when there is none, or there are several. */
export function mutantOf(mutants: readonly Mutant[], original: string, replacement: string): Mutant {
  const [found, ...others] = mutants.filter((one) => one.original === original && one.replacement === replacement);
  if (found === undefined || others.length > 0) throw new Error(`${others.length} others than ${found?.id}`);
  return found;
}
