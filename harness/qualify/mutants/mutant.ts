/** A place in a source file. Lines and columns count from 1, columns in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One small change to a control. All mutants of a control are built in at once; one of them is switched on by its id. */
export interface Mutant {
  /** Counts from 0 over the whole tree: the same tree gives the same ids. */
  readonly id: string;
  /** Relative to the tree, with forward slashes. */
  readonly file: string;
  readonly at: Position;
  /** Just behind the last character. */
  readonly end: Position;
  /** What kind of change it is, in StrykerJS's words: `EqualityOperator`. */
  readonly mutator: string;
  /** The code that is changed; cut where it is long. */
  readonly original: string;
  /** What is there instead; cut where it is long. */
  readonly replacement: string;
}

/** A mutant as its file sees it: `id` counts within the file. */
export type FileMutant = Omit<Mutant, 'file'>;
