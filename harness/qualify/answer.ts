/** What a scenario was held against. `name` is unique within its kind. */
export interface ControlId {
  readonly kind: ControlKind;
  readonly name: string;
}

/**
 * `good`: a build known to be good, as it is. `equivalent`: the first of them, met otherwise; it is as good. `shared`: the first
 * of them, in an instance that other scenarios used too. `bad`: a build known to be bad. `null`: nothing that deserves the name.
 * `wire`, `mutant`: the first good one with one fault, at the wire or in its source.
 */
export type ControlKind = 'good' | 'equivalent' | 'shared' | 'bad' | 'null' | 'wire' | 'mutant';

/** Whether a scenario saw that something is wrong; what fails where the wire changed nothing saw something else. */
export const noticed = ({ is, acted }: Pick<Answer, 'is' | 'acted'>): boolean => is === 'fail' && acted !== false;

export const controlText = ({ kind, name }: ControlId): string => `${kind}/${name}`;

/** What one scenario, with all its rows, came to on a control, once. */
export interface Answer {
  readonly control: ControlId;
  readonly scenario: string;
  /** From 0. */
  readonly repeat: number;
  readonly is: 'pass' | 'fail' | 'error';
  /** One line: what was not met, or why nothing could be told; empty for a pass. May hold candidate bytes. */
  readonly why: string;
  /** Nothing could be asked of it: it doesn't build or start. */
  readonly dead?: boolean;
  /** Milliseconds, of all rows. */
  readonly ms: number;
  /** Whether the fault at the wire changed anything; only of those. */
  readonly acted?: boolean;
}
