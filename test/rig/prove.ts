import { it } from 'vitest';

/** Are the long suites run whole? */
export const prove = process.env['PROVE'] === '1';

/** How often a property is tried: a sample in `npm test`, many times more in `npm run prove`. */
export const tries = (sample: number): number => (prove ? sample * 20 : sample);

/** A test that takes long and is no more than one more of its kind: run when the long suites are. */
export const whole = it.runIf(prove);

/** Days since 1970: what is one of many in `npm test` is another one tomorrow. */
export const day = Math.floor(Date.now() / 86_400_000);

/** All of them when proving; else the first few. */
export const sample = <T>(all: readonly T[], few: number): readonly T[] => (prove ? all : all.slice(0, few));
