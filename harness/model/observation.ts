/** Plain data that a step saw; the only thing that comes out of a Cell. Bounded by the adapter that made it. */
export interface Observation {
  /** By the names that `expect` and `save` use: `status`, `headers`, `body`, `text`, `exit`, `stdout`, `ms`. */
  readonly fields: { readonly [name: string]: Seen };
  /** How a person repeats the action by hand: a `curl` line. The owner's only. */
  readonly replay?: string;
  /** What happened in one line: `connection refused`, `killed after 10s`. */
  readonly note?: string;
  /** A limit that the candidate hit, by its name. */
  readonly limit?: string;
}

export type Seen =
  /** Prose: line ends, colour codes and trailing white space don't count. */
  | { readonly is: 'text'; readonly text: string }
  /** JSON source text, not parsed yet so that no digit is lost. */
  | { readonly is: 'json'; readonly source: string }
  | { readonly is: 'number'; readonly value: number }
  | { readonly is: 'boolean'; readonly value: boolean }
  /** An HTTP status, which `2xx` may stand for. */
  | { readonly is: 'status'; readonly value: number }
  | { readonly is: 'headers'; readonly pairs: readonly (readonly [name: string, value: string])[] }
  /** There is no such thing to look at, and why: `connection refused`. Fails every matcher but `$absent`. */
  | { readonly is: 'missing'; readonly why: string };
