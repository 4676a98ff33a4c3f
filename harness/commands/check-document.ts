import type { Edit, Problem, Span } from '../model/problem.ts';
import type { Change } from '../vault/fix/fix.ts';
import type { LoadedVault } from '../vault/load.ts';

/** What `holdout check --json` prints. The shape is stable: keys may be added, and `version` counts all other changes. */
export interface CheckDocument {
  readonly version: 1;
  readonly vault: string;
  /** Of the vault, when only one was asked about: `problems` and `ok` are about that. */
  readonly file?: string;
  /** No errors. */
  readonly ok: boolean;
  readonly scenarios: number;
  readonly problems: readonly ProblemDocument[];
  /** Problems of files that were not asked about. */
  readonly elsewhere: number;
  /** What --fix changed. */
  readonly fixed: readonly Change[];
}

/** A Problem without its source lines. Lines and columns count from 1, columns and lengths in UTF-16 units. */
interface ProblemDocument {
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly length?: number;
  readonly notes: readonly string[];
  readonly fix?: string;
  /** Replaces a stretch of one line by `text`. */
  readonly edit?: Span & { readonly text: string };
}

export function checkDocument(checked: {
  readonly dir: string;
  readonly file?: string;
  readonly loaded: LoadedVault;
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];
  readonly elsewhere: number;
}): CheckDocument {
  const { dir, file, loaded, problems, changes, elsewhere } = checked;
  return {
    version: 1,
    vault: dir,
    ...(file === undefined ? {} : { file }),
    ok: !problems.some(({ severity }) => severity === 'error'),
    scenarios: loaded.vault?.scenarios.length ?? 0,
    problems: problems.map(problemDocument),
    elsewhere,
    fixed: changes,
  };
}

function problemDocument({ code, severity, message, excerpt, notes = [], fix, edit }: Problem): ProblemDocument {
  return {
    code,
    severity,
    message,
    ...(excerpt === undefined ? {} : spanDocument(excerpt.at)),
    notes,
    ...(fix === undefined ? {} : { fix }),
    ...(edit === undefined ? {} : { edit: editDocument(edit) }),
  };
}

const spanDocument = ({ file, line, column, length }: Span): Span => ({ file, line, column, length });

const editDocument = ({ at, text }: Edit): Span & { readonly text: string } => ({ ...spanDocument(at), text });
