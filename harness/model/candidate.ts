/** What is judged: a tree, pinned by its id. The commit is there when a commit has that tree. */
export interface Candidate {
  /** As the owner named it: `attempt-2`, or the folder's name when uncommitted. */
  readonly label: string;
  /** The repository as given: a path or a URL without credentials. */
  readonly repo: string;
  /** Full git tree id, recomputed from the bytes that were written. */
  readonly tree: string;
  /** Full commit id; absent when no commit has the tree: a folder as it stood, or what a merge would give. */
  readonly commit?: string;
  /** Full ids of the two commits that were merged to this tree, when it is what a merge would give. */
  readonly merge?: { readonly head: string; readonly onto: string };
}

/** The candidate's tree, exported without history, installed and built once in a Cell. */
export interface Build {
  readonly candidate: Candidate;
  /** SHA-256 of tree, commands, environment, toolchain and platform. */
  readonly key: string;
  /** The built tree, read-only from here on. */
  readonly dir: string;
  /** It was there already. */
  readonly cached: boolean;
  /** What was said by whoever altered the tree before it was built. */
  readonly altered?: unknown;
}
