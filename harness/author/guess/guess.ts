import type { Folder } from '../folder.ts';

/** One key of `candidate:` as it was guessed. */
export interface Guess<T> {
  readonly value: T;
  /** `package.json, scripts.start` */
  readonly from: string;
  /** What may be wrong with it, when something may. */
  readonly doubt?: string;
}

/** How a program is run, as far as a folder tells. */
export interface Guesses {
  readonly toolchain?: Guess<readonly string[]>;
  readonly install?: Guess<readonly string[]>;
  /** What `install` needs beside npm's registry. */
  readonly registries?: Guess<readonly string[]>;
  readonly build?: Guess<readonly string[]>;
  readonly start?: Guess<string>;
  readonly port?: Guess<number | '${port}'>;
  readonly bin?: Guess<{ readonly [name: string]: string }>;
}

export const textOf = ({ texts }: Folder, path: string): string => texts.get(path) ?? '';
export const has = ({ paths }: Folder, path: string): boolean => paths.includes(path);
