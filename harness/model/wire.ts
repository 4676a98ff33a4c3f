/**
 * What stands between the judge and a candidate's HTTP port while a vault is qualified. Plain data: it is sent to a lane.
 * `harness/qualify/wire` says what each name does.
 */
export type Wire =
  /** Answers in the candidate's place, which is never asked. */
  | { readonly kind: 'null'; readonly name: NullName }
  /** The candidate with one systematic fault. `seed`: which of several fields or records the fault is in. */
  | { readonly kind: 'mutant'; readonly name: MutantName; readonly seed: string }
  /** The candidate as it might as well have answered, in all these ways at once: no verdict may change. */
  | { readonly kind: 'equivalent'; readonly names: readonly PerturbationName[] };

export type NullName = 'closes' | 'hangs' | '404' | '500' | '200-json' | '200-html' | 'empty-page' | 'echo' | 'accepts';

export type MutantName =
  | 'drops-field'
  | 'off-by-one'
  | 'recases-text'
  | 'flips-flag'
  | 'swaps-records'
  | 'drops-record'
  | 'fails'
  | 'created-as-ok'
  | 'refusal-as-ok'
  | 'missing-as-ok'
  | 'stranger-as-ok'
  | 'other-refusal'
  | 'loses-type'
  | 'loses-cookie'
  | 'loses-location'
  | 'half-body'
  | 'repeats-create'
  | 'forgets-create'
  | 'forgets-change'
  | 'forgets-delete'
  | 'drops-sent-field'
  | 'stale-read'
  | 'ignores-query'
  | 'admits-anyone'
  | 'one-account';

export type PerturbationName =
  | 'reversed-keys'
  | 'extra-field'
  | 'respelled-json'
  | 'other-charset'
  | 'other-headers'
  | 'in-pieces'
  | 'late'
  | 'other-port';
