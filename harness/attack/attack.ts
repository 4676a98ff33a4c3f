/**
 * What every attack is held against: **V** the verdict is not improved, **D** nothing is disclosed, **L** the judge lives,
 * **C** the machine is clean.
 */
export const letters = ['V', 'D', 'L', 'C'] as const;
export type Letter = (typeof letters)[number];

/** Something a machine may lack: without it an attack isn't tried, and that is said. */
export const needs = ['root', 'browser', 'redis'] as const;
export type Need = (typeof needs)[number];

/** One candidate that tries something, as its `attack.yaml` declares it. */
export interface Attack {
  /** `R01`. */
  readonly id: string;
  /** Absolute. */
  readonly dir: string;
  /** What it tries, in one sentence. */
  readonly tries: string;
  /** What it rides on: `broken` passes k0 of N honestly, `good` passes all. */
  readonly base: 'broken' | 'good';
  /** Which of the four it is about. All of them are checked. */
  readonly asserts: readonly Letter[];
  /** The mechanism that stops it, in a few words. */
  readonly stoppedBy: string;
  /** Which of the four a naive judge loses. */
  readonly naive: readonly Letter[];
  /** The name of the vault it is judged by. */
  readonly vault: string;
  /** The gate must not allow it, whatever it passes: the candidate is refused for what it is. */
  readonly refused: boolean;
  /** It is judged twice, and must not do better the second time. */
  readonly twice: boolean;
  readonly needs: readonly Need[];
  /** It is known not to be contained yet, and this is why. */
  readonly open?: string;
  /** What is done to its repository beside the files of `tree/`, in order. */
  readonly git: readonly GitStep[];
}

/** One step of making a repository that a plain folder can't hold. Paths are relative to it. */
export type GitStep =
  | { readonly do: 'write'; readonly path: string; readonly text: string; readonly executable: boolean }
  | { readonly do: 'link'; readonly path: string; readonly to: string }
  | { readonly do: 'remove'; readonly path: string }
  | { readonly do: 'commit'; readonly message: string }
  /** Any git command. What it prints is `@LAST@` in the steps after it. */
  | { readonly do: 'git'; readonly args: readonly string[] };

/** Words that stand for something that is known when an attack is laid out: `@MARK@`, `@SINK_PORT@`, ... */
export type Words = { readonly [name: string]: string };

/** Puts what they stand for in their place. */
export function filled(text: string, words: Words): string {
  return text.replaceAll(/@([A-Z_]+)@/g, (whole, name: string) => words[name] ?? whole);
}
