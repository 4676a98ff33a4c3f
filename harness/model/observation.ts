/** Plain data that a step saw; the only thing that comes out of a Cell. Bounded by the adapter that made it. */
export interface Observation {
  /** By the names that `expect` and `save` use: `status`, `headers`, `body`, `text`, `exit`, `stdout`, `ms`. */
  readonly fields: { readonly [name: string]: Seen };
  /** How a person repeats the action by hand: a `curl` line. The owner's only. */
  readonly replay?: string;
  /** What happened in one line: `connection refused`, `killed after 10s`. */
  readonly note?: string;
  /** A limit that the candidate hit, by its name: whatever was seen, the step is not met. */
  readonly limit?: string;
  /** A limit that explains why the step is not met, if it isn't: its name, and how it was reached in one line. */
  readonly reached?: { readonly limit: string; readonly how?: string };
  /** The act of a `browser` step that could not be done, or saw something else; no act after it was tried. */
  readonly stopped?: Stopped;
}

/** One line each, for the owner. */
export interface Stopped {
  /** Which act, from 0. */
  readonly act: number;
  /** The fact of a `see` that was not met: `value`, `count`. Without it the element itself, or the act. */
  readonly fact?: 'value' | 'checked' | 'enabled' | 'count';
  readonly expected: string;
  readonly received: string;
  readonly note?: string;
}

/** What the owner is shown of a step that failed, beside the Observation: the candidate's bytes, bounded. */
export interface Evidence {
  /** What stood on the page, as an ARIA snapshot. */
  readonly page?: string;
  /** What the program of the step printed. */
  readonly printed?: string;
  /** One line each: what the page's console said, that it crashed. */
  readonly notes: readonly string[];
  readonly attachments: readonly Attachment[];
}

/** A file for the owner: `screenshot` is a PNG, `trace` a Playwright trace, `outline` the whole of an ARIA snapshot. */
export interface Attachment {
  readonly what: 'screenshot' | 'trace' | 'outline';
  readonly bytes: Uint8Array;
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
