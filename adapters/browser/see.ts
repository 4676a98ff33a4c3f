import type { Locator, Page } from 'playwright';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FilledAct, FilledFacts } from '../../harness/model/adapter.ts';
import type { Limits } from '../../harness/model/limits.ts';
import { countOf, textOf, tooMany, whyGone } from './blame.ts';
import { interrupted } from '../aborted.ts';
import { drawn, whyTooLarge } from './drawn.ts';
import { elsewhere, wordsAlone } from './elsewhere.ts';
import type { Identity } from './identity.ts';
import { inTime } from './in-time.ts';
import { load } from './launch.ts';
import { locate, wanted } from './locate.ts';
import { onNewestPage, type Waiting } from './newest.ts';
import { quoted } from './notes.ts';
import { ACT_MS, type Stop } from './stop.ts';
import { countWish, named, wish, wording } from './words.ts';

type Look = Extract<FilledAct, { is: 'see' | 'notSee' }>;
type Check = (found: Locator, waiting: Waiting) => Promise<void>;

type Received = Pick<Stop, 'received' | 'note' | 'limit'>;

/** One thing that has to come true, and how to say that it didn't. */
interface Fact {
  readonly name?: NonNullable<Stop['fact']>;
  readonly expected: string;
  readonly check: Check;
  readonly received: (found: Locator) => Promise<Received>;
}

/** Waits until all that is asked of the page is so. A user sees what is visible: nothing else counts here. */
export async function see(
  act: Look,
  identity: Identity,
  limits: Limits,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  const { expect } = await load();
  const deadline = performance.now() + ACT_MS;
  const visible = (page: Page): Locator =>
    drawn(locate(page, act.target, 'what is drawn').filter({ visible: true }), [], limits);
  for (const fact of act.is === 'see' ? factsOf(act, expect) : [absence(act, limits, expect)]) {
    try {
      await onNewestPage(identity, deadline, signal, (page, waiting) => fact.check(visible(page), waiting));
    } catch (error) {
      const { name, expected } = fact;
      const about = { ...(name !== undefined && { fact: name }), expected };
      if (signal.aborted) return { ...about, received: interrupted };
      const gone = whyGone(textOf(error));
      if (gone !== undefined) return { ...about, received: gone, gone };
      const tooLarge = whyTooLarge(textOf(error), limits);
      if (tooLarge !== undefined) return { ...about, ...tooLarge };
      const several = /strict mode violation: .* resolved to (\d+) elements/s.exec(textOf(error))?.[1];
      if (several !== undefined) return { ...about, ...tooMany(Number(several)) };
      const page = await identity.page();
      return { ...about, ...(await soon(fact.received(visible(page)))) };
    }
  }
  return undefined;
}

type Expect = Awaited<ReturnType<typeof load>>['expect'];

function factsOf({ target, facts }: Extract<FilledAct, { is: 'see' }>, expect: Expect): readonly Fact[] {
  const { count, value, checked, enabled } = facts;
  return [
    ...(count === undefined ? [presence(target, expect)] : [counting(count, expect)]),
    ...(value === undefined ? [] : [holding(value, expect)]),
    ...(checked === undefined ? [] : [state('checked', checked, 'checked', 'not checked', expect)]),
    ...(enabled === undefined ? [] : [state('enabled', enabled, 'enabled', 'disabled', expect)]),
  ];
}

const presence = (target: Look['target'], expect: Expect): Fact => ({
  expected: named(target),
  check: (found, waiting) => expect(found.first()).toBeVisible(waiting),
  received: async (found) => {
    const hidden = await countOf(locate(found.page(), target));
    return { received: hidden > 0 ? 'it is there, but not visible' : 'nothing like it on the page' };
  },
});

/** No element says it, and it is not shown by other means either: that is looked for when no element does. */
function absence(act: Look, limits: Limits, expect: Expect): Fact {
  const words = wordsAlone(act.target);
  let beside: Received | undefined;
  return {
    expected: wish(act),
    async check(found, { timeout, signal }) {
      const deadline = performance.now() + timeout;
      await expect(found).toHaveCount(0, { timeout, signal });
      for (let turn = 0; ; turn += 1) {
        beside = await elsewhere(found.page(), words, limits);
        if (beside === undefined) return;
        const pause = intervals[turn] ?? 500;
        if (beside.limit !== undefined || performance.now() + pause > deadline) throw new Error('shown by other means');
        await sleep(pause, undefined, { signal });
      }
    },
    async received(found) {
      const count = await countOf(found);
      if (count === 0 && beside !== undefined) return beside;
      const shown = quoted(await found.first().innerText({ timeout: 500 }));
      return { received: `${count === 1 ? 'it is there' : `${count} of them`}: ${shown}` };
    },
  };
}

function counting(count: NonNullable<FilledFacts['count']>, expect: Expect): Fact {
  const { is, number } = count;
  const check: Check =
    is === '='
      ? (found, waiting) => expect(found).toHaveCount(number, waiting)
      : (found, { timeout, signal }) =>
          expect.poll(() => (signal.aborted ? Number.NaN : found.count()), { timeout, intervals })[tests[is]](number);
  return {
    name: 'count',
    expected: countWish(count),
    check,
    received: async (found) => ({ received: `${await countOf(found)} of them` }),
  };
}

const intervals = [50, 100, 250];
const tests = {
  $gt: 'toBeGreaterThan',
  $gte: 'toBeGreaterThanOrEqual',
  $lt: 'toBeLessThan',
  $lte: 'toBeLessThanOrEqual',
} as const;

const holding = (value: NonNullable<FilledFacts['value']>, expect: Expect): Fact => ({
  name: 'value',
  expected: wording(value),
  check: (found, waiting) => expect(found).toHaveValue(wanted(value), waiting),
  received: async (found) => {
    const held = await found.inputValue({ timeout: 500 }).catch(() => undefined);
    return { received: held === undefined ? 'it is no field that holds a value' : quoted(held) };
  },
});

const state = (name: 'checked' | 'enabled', wantedState: boolean, yes: string, no: string, expect: Expect): Fact => ({
  name,
  expected: wantedState ? yes : no,
  check: (found, waiting) =>
    name === 'checked'
      ? expect(found).toBeChecked({ checked: wantedState, ...waiting })
      : expect(found).toBeEnabled({ enabled: wantedState, ...waiting }),
  received: async (found) => {
    const options = { timeout: 500 };
    const asked = name === 'checked' ? found.isChecked(options) : found.isEnabled(options);
    const is = await asked.catch(() => undefined);
    return { received: is === undefined ? 'it is neither a checkbox nor a radio button' : is ? yes : no };
  },
});

/** A page that changes under our hands may have nothing left to tell. */
const soon = (received: Promise<Received>): Promise<Received> =>
  inTime(
    1500,
    received.catch(() => ({ received: 'it changed while it was looked at' })),
    { received: 'the page does not answer' },
  );
