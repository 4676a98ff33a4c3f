import type { Span } from './problem.ts';
import type { Value } from './value.ts';

/** One thing that a `browser` step does, or sees, on the page. `at` is the place of its word: `click`. */
export type Act =
  | { readonly is: 'goto'; readonly path: Value; readonly at: Span }
  | { readonly is: 'reload' | 'back'; readonly at: Span }
  | { readonly is: 'click' | 'dblclick' | 'hover' | 'check' | 'uncheck'; readonly target: Locator; readonly at: Span }
  | { readonly is: 'fill'; readonly target: Locator; readonly value: Value; readonly at: Span }
  /** The option with this label, or else this value. */
  | { readonly is: 'select'; readonly target: Locator; readonly value: Value; readonly at: Span }
  /** Keys as Playwright names them: `Enter`, `Control+A`. Without a target for whatever has the focus. */
  | { readonly is: 'press'; readonly key: Value; readonly target?: Locator; readonly at: Span }
  /** Files of the work dir. */
  | { readonly is: 'upload'; readonly target: Locator; readonly files: readonly Value[]; readonly at: Span }
  /** How the dialogs that acts after it open are answered; without one they are dismissed. */
  | { readonly is: 'dialog'; readonly accept: boolean; readonly text?: Value; readonly at: Span }
  | { readonly is: 'see'; readonly target: Locator; readonly facts: Facts; readonly at: Span }
  | { readonly is: 'notSee'; readonly target: Locator; readonly at: Span };

/** What on the page: Playwright's locators, unchanged. */
export interface Locator {
  readonly by: LocatorBy;
  readonly hasText?: Wanted;
  /** From 0; below zero counts from the end. */
  readonly nth?: number;
  readonly in?: Locator;
  /** The whole mapping, for the owner: which part of the scenario it is. */
  readonly at: Span;
}

export type LocatorBy =
  | { readonly by: 'role'; readonly role: Value; readonly name?: Wanted; readonly exact: boolean }
  | {
      readonly by: 'label' | 'text' | 'placeholder' | 'testId';
      readonly text: Wanted;
      readonly exact: boolean;
    }
  | { readonly by: 'css'; readonly selector: Value }
  | { readonly by: 'oneOf'; readonly locators: readonly Locator[] };

/** A text, or a regular expression, that the browser itself looks for. */
export type Wanted =
  | { readonly is: 'text'; readonly text: Value; readonly at: Span }
  | { readonly is: 'regex'; readonly regex: Value; readonly at: Span };

/** What `see` asks of the element beside being there. Each is waited for. `at` is the place of what is expected. */
export interface Facts {
  readonly value?: Wanted;
  readonly checked?: { readonly is: boolean; readonly at: Span };
  readonly enabled?: { readonly is: boolean; readonly at: Span };
  readonly count?: { readonly is: CountTest; readonly number: Value; readonly at: Span };
}
export type CountTest = '=' | '$gt' | '$gte' | '$lt' | '$lte';
