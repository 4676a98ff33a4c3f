/** A build that is known to be good: it proves that a scenario accepts right work. */
export interface Control {
  readonly name: string;
  readonly source: ControlSource;
}

/** A build that is known to be bad: it proves that a scenario rejects wrong work. */
export interface BadControl extends Control {
  /** Scenario ids and `tag:name`s that it must fail; nothing: at least one, whichever. */
  readonly fails: readonly string[];
}

/** Where a control comes from. Paths are relative to the vault, `onto` and `ref` are refs of the repository. */
export type ControlSource =
  | { readonly is: 'ref'; readonly ref: string }
  | { readonly is: 'folder'; readonly path: string }
  /** Of git's form, onto a ref. */
  | { readonly is: 'patch'; readonly path: string; readonly onto?: string };
