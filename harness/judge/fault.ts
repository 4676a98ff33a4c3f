import type { Span } from '../model/problem.ts';

/**
 * Why a template, pattern or action of a scenario can't be filled in. `blame` is typed: a fault that only a value saved
 * from the candidate's answer explains is the candidate's (a `fail`), every other one is the scenario's (an `error`).
 */
export interface Fault {
  readonly blame: 'scenario' | 'candidate';
  /** One line, bounded, lower case, no full stop: `undefined variable "emial"; did you mean "email"?`. */
  readonly message: string;
  readonly at: Span;
}

/** A value, or the first Fault that was met while making it. */
export type Filled<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

export const filled = <T>(value: T): Filled<T> => ({ ok: true, value });

export const faulty = (at: Span, message: string, blame: Fault['blame'] = 'scenario'): Filled<never> => ({
  ok: false,
  fault: { blame, message, at },
});

/** Fills one after another; stops at the first Fault. */
export function fillEach<From, To>(items: readonly From[], fillOne: (item: From) => Filled<To>): Filled<readonly To[]> {
  const values: To[] = [];
  for (const item of items) {
    const result = fillOne(item);
    if (!result.ok) return result;
    values.push(result.value);
  }
  return filled(values);
}

type Parts = { readonly [name: string]: Filled<unknown> };
type Content<F> = F extends { readonly ok: true; readonly value: infer T } ? T : never;

/** A record of filled parts as one, or the Fault of the first that has one. */
export function fillAll<P extends Parts>(parts: P): Filled<{ readonly [name in keyof P]: Content<P[name]> }> {
  const values: { [name: string]: unknown } = {};
  for (const [name, part] of Object.entries(parts)) {
    if (!part.ok) return part;
    values[name] = part.value;
  }
  return filled(values as { readonly [name in keyof P]: Content<P[name]> });
}

/** Goes on with the value, when there is one. */
export function andThen<From, To>(result: Filled<From>, next: (value: From) => Filled<To>): Filled<To> {
  return result.ok ? next(result.value) : result;
}

/** `auth/login.yaml:12:5: undefined variable "emial"`, for the detail of a Reason. */
export function faultLine({ at, message }: Fault): string {
  return `${at.file}:${at.line}:${at.column}: ${message}`;
}
