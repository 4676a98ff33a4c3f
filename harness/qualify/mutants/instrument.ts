import { realpath } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fail, ok, problem, type Result } from '../../model/problem.ts';
import type { Mutant } from './mutant.ts';
import { mutatorProcess } from './mutator-process.ts';
import { openSource } from './source-text.ts';
import { findSources } from './sources.ts';
import { unchecked } from './switches.ts';

/** A tree with all its mutants built in; none of them is on until it is named, see `switches.ts`. */
export interface Instrumented {
  readonly mutants: readonly Mutant[];
  /** Sources that were left as they are, and why: `can't be mutated: Unexpected token (3:7)`. */
  readonly skipped: readonly { readonly file: string; readonly why: string }[];
  /** The texts of files that have mutants, as they were. */
  readonly sources: { readonly [file: string]: string };
}

/** Who numbers the mutants: what is remembered of them is forgotten when this changes. */
export const instrumenter = 'stryker 10.1.1';

export interface InstrumentOptions {
  /** The vault judges what the program prints: then `console` is no log, and is mutated as well. */
  readonly prints?: boolean;
  /** Ends it: what was done to the tree by then is of no use. */
  readonly signal?: AbortSignal;
}

/** What one tree may have. More is left alone, and said. */
const most = { files: 2_000, units: 32 * 1024 ** 2, mutants: 100_000 } as const;

/** Milliseconds for one file, which mostly takes some ten, and a second when its process has to start. */
const FILE_MS = 30_000;

/** Files that may end the process that reads them. */
const MOST_DEATHS = 3;

/**
 * Builds mutants into the JavaScript and TypeScript sources below `dir`, in place: to be done before install and build,
 * so that bundles hold them. Tests and settings stay as they are, but no TypeScript is checked from then on.
 * @returns a Problem when the sources can't be read by a parser in bounded time and memory.
 * @throws what the disk says when it won't have what is written.
 */
export async function instrument(dir: string, options: InstrumentOptions = {}): Promise<Result<Instrumented>> {
  const root = await realpath(dir);
  const mutants: Mutant[] = [];
  const skipped: { readonly file: string; readonly why: string }[] = [];
  const sources: { [file: string]: string } = Object.create(null);
  let [files, units, deaths] = [0, 0, 0];
  await using mutator = mutatorProcess(FILE_MS);
  for (const { path, is } of findSources(root)) {
    if (options.signal?.aborted === true) return fail();
    await using source = await openSource(join(root, path));
    if (source.is === 'left') {
      if (is === 'source') skipped.push({ file: path, why: source.why });
      continue;
    }
    if (is === 'beside') {
      await source.rewrite(unchecked(source.text));
      continue;
    }
    files += 1;
    units += source.text.length;
    if (files > most.files || units > most.units || mutants.length > most.mutants) {
      skipped.push({ file: path, why: 'is beyond what one tree may have' });
      continue;
    }
    const { text } = source;
    const extension = extname(path);
    const mutated = await mutator.mutate({ extension, text, first: mutants.length, prints: options.prints === true });
    if (mutated === 'died') {
      deaths += 1;
      if (deaths > MOST_DEATHS) return fail(unreadable(path));
      skipped.push({ file: path, why: 'takes too long to mutate, or too much memory' });
    } else if (mutated.is === 'refused') {
      skipped.push({ file: path, why: mutated.why });
    } else if (mutated.mutants.length > 0) {
      await source.rewrite(mutated.text);
      sources[path] = text;
      for (const mutant of mutated.mutants) mutants.push({ file: path, ...mutant });
    } else if (/tsx?$/.test(extension)) {
      await source.rewrite(unchecked(text));
    }
  }
  return ok({ mutants, skipped, sources });
}

const unreadable = (path: string) =>
  problem('mutants-failed', `mutants can't be made: ${MOST_DEATHS + 1} files take too long or too much memory`, {
    notes: [`the last was ${path}`],
    fix: 'leave mutants out, or take a control whose sources were written by hand',
  });
