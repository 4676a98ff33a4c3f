import type { Locator } from 'playwright';
import type { FilledAct } from '../../harness/model/adapter.ts';
import { seconds } from '../text.ts';
import { interrupted } from '../aborted.ts';
import { inTime } from './in-time.ts';
import { oneLine } from './notes.ts';
import { ACT_MS, type Stop } from './stop.ts';
import { wish } from './words.ts';

/** What Playwright threw, in plain words. Its stack and its call log say how it tried; the owner asks what was there. */
export async function whyNot(
  error: unknown,
  act: FilledAct,
  target: Locator | undefined,
  signal: AbortSignal,
): Promise<Stop> {
  const expected = wish(act);
  const said = textOf(error);
  if (signal.aborted) return { expected, received: interrupted };
  const gone = whyGone(said);
  if (gone !== undefined) return { expected, received: gone, gone };
  const loading = whyNotLoaded(said, act);
  if (loading !== undefined) return { expected, ...loading };
  const several = /strict mode violation: .* resolved to (\d+) elements/s.exec(said)?.[1];
  if (several !== undefined) return { expected, ...tooMany(Number(several)) };
  if (target === undefined) return { expected, received: oneLine(said) };
  const found = await countOf(target);
  if (found === 0) return { expected, received: 'nothing like it on the page' };
  return { expected, received: blockedBy(said) ?? `it could not be done within ${seconds(ACT_MS)}` };
}

export const tooMany = (count: number): Pick<Stop, 'received' | 'note'> => ({
  received: `${count} of them`,
  note: 'say which one with "exact", "in", "hasText" or "nth"',
});

/** How many there are; one when a page doesn't say. */
export const countOf = (target: Locator): Promise<number> =>
  inTime(
    1000,
    target.count().catch(() => 1),
    1,
  );

const colour = new RegExp(`${String.fromCodePoint(27)}\\[\\d+m`, 'g');

/** Without the colours of a terminal. */
export const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 100_000).replaceAll(colour, '');

/** The page or the browser is no more. */
export function whyGone(said: string): string | undefined {
  if (/page crashed|target crashed/i.test(said)) return 'the page crashed';
  if (/has been closed|browser has disconnected/i.test(said)) return 'the page was closed';
  return undefined;
}

function whyNotLoaded(said: string, act: FilledAct): Pick<Stop, 'received' | 'gone' | 'limit'> | undefined {
  const network = /net::(ERR_[A-Z_]+)/.exec(said)?.[1];
  if (network !== undefined) {
    const why = networkErrors.get(network) ?? `the page could not be loaded (${network})`;
    const limit = network === 'ERR_TOO_MANY_REDIRECTS' ? 'redirects' : undefined;
    return { received: why, gone: why, ...(limit !== undefined && { limit }) };
  }
  const loads = act.is === 'goto' || act.is === 'reload' || act.is === 'back';
  if (loads && /Timeout \d+ms exceeded/.test(said)) {
    const why = `the page did not load within ${seconds(ACT_MS)}`;
    return { received: why, gone: why };
  }
  return undefined;
}

const networkErrors: ReadonlyMap<string, string> = new Map([
  // What Chromium makes of either answer of its proxy.
  [
    'ERR_SOCKS_CONNECTION_FAILED',
    'connection refused, or it led away from the candidate, where nothing can be reached',
  ],
  ['ERR_CONNECTION_RESET', 'the connection was closed before the answer was complete'],
  ['ERR_EMPTY_RESPONSE', 'the connection was closed without an answer'],
  ['ERR_TOO_MANY_REDIRECTS', 'it redirects for ever'],
  ['ERR_INVALID_HTTP_RESPONSE', 'the answer is not HTTP'],
  ['ERR_ABORTED', 'it is a download, or was given up, and no page'],
]);

/** The last thing in Playwright's log that stood in the way. */
function blockedBy(said: string): string | undefined {
  const lines = said.split('\n').toReversed();
  for (const line of lines) {
    const cover = /- (<.*>).* intercepts pointer events/.exec(line)?.[1];
    if (cover !== undefined) return `it is covered by ${oneLine(cover)}`;
    const known = obstacles.find(([pattern]) => pattern.test(line));
    if (known !== undefined) return known[1];
  }
  return undefined;
}

const obstacles: readonly (readonly [RegExp, string])[] = [
  [/element is not visible/, 'it is there, but not visible'],
  [/element is not enabled/, 'it is there, but disabled'],
  [/element is not editable|element is read-?only/i, 'it is there, but read-only'],
  [/element is not stable/, 'it does not stop moving'],
  [/element is outside of the viewport/, 'it is there, but outside of the window'],
  [/did not find some options/, 'it has no such option'],
  [/Clicking the checkbox did not change its state/, 'clicking it did not change it'],
  [/Not a checkbox or radio button/, 'it is neither a checkbox nor a radio button'],
  [/Element is not a <select>/, 'it is not a list to select from'],
  [/Element is not an <input>|Input of type|Cannot type text into/, 'it is not a field that this can be typed into'],
  [/Malformed value/, 'it is a field for values of another form'],
  [/Node is not an HTMLInputElement|not an input\[type=file\]/i, 'it is not a field for files'],
  [/Non-multiple file input/, 'it takes one file only'],
];
