/** One thing about this machine that confinement depends on. */
export interface Fact {
  /** Stable, kebab-case: what readers of `--json` go by. */
  readonly id: string;
  /** `missing`: nothing can gate here without it. `gap`: something is weaker, or can't be judged. */
  readonly is: 'ok' | 'gap' | 'missing';
  /** What there is, in one line. */
  readonly says: string;
  /** What a gap costs, in one sentence. */
  readonly costs?: string;
  /** The line that mends it: a command, or what to do. */
  readonly fix?: string;
}

export const fine = (id: string, says: string): Fact => ({ id, is: 'ok', says });

export const gap = (id: string, says: string, costs: string, fix: string): Fact => ({
  id,
  is: 'gap',
  says,
  costs,
  fix,
});

/** A primitive that no confinement can do without. */
export const lacking = (id: string, says: string, fix: string): Fact => ({
  id,
  is: 'missing',
  says,
  costs: holds,
  fix,
});

const holds = 'No candidate can be confined, so nothing is judged that could gate.';
