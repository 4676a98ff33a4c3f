import type { Page } from 'playwright';
import type { FilledLocator } from '../../harness/model/adapter.ts';
import type { Limits } from '../../harness/model/limits.ts';
import { textOf } from './blame.ts';
import { tooLarge, type Words } from './drawn.ts';
import { laidOut } from './layout.ts';
import { quoted } from './notes.ts';
import type { Stop } from './stop.ts';
import { inOwnWorld, prepareView } from './view.ts';

/** The texts that a locator asks for and nothing else: what a page can show by other means than its elements. */
export function wordsAlone({ by, hasText, nth, in: outer }: FilledLocator): readonly Words[] {
  if (hasText !== undefined || nth !== undefined || outer !== undefined) return [];
  if (by.by === 'oneOf') return by.locators.flatMap(wordsAlone);
  return by.by === 'text' ? [{ text: by.text, exact: by.exact }] : [];
}

/**
 * Whether the page shows one of the words where a locator doesn't get to: in frames, in closed shadows, by its style sheets.
 * @returns nothing, or what it shows, or why it was not looked at. @throws when the page is gone.
 */
export async function elsewhere(
  page: Page,
  words: readonly Words[],
  limits: Limits,
): Promise<Pick<Stop, 'received' | 'limit'> | undefined> {
  if (words.length === 0) return undefined;
  if (await hasManyNodes(page, limits.page)) return tooLarge('page', limits);
  const documents = await laidOut(page);
  const sum = (count: (one: (typeof documents)[number]) => number): number =>
    documents.reduce((total, one) => total + count(one), 0);
  if (sum(({ elements }) => elements) > limits.page) return tooLarge('page', limits);
  if (sum(({ text }) => text.length) > limits.output) return tooLarge('output', limits);
  const asked = words.map(({ text, exact }) => ({ ...text, exact }));
  const found = await inOwnWorld<Found | null>(
    page,
    `(${search})(${JSON.stringify(documents)}, ${JSON.stringify(asked)})`,
  ).catch((error: unknown) => {
    if (/terminated/.test(textOf(error))) return 'too long' as const;
    throw error;
  });
  if (found === null) return undefined;
  if (found === 'too long') return { received: 'searching the page takes too long' };
  const where = found.inFrame ? 'it is shown in a frame' : 'it is shown, though no element says it';
  return { received: `${where}: ${quoted(found.text)}` };
}

/** Counted before they are asked for. Each element has a few nodes; what was thrown away counts until it is collected. */
async function hasManyNodes(page: Page, most: number): Promise<boolean> {
  const { session } = await prepareView(page);
  const isMuch = async (): Promise<boolean> => (await session.send('Memory.getDOMCounters')).nodes > 4 * most;
  if (!(await isMuch())) return false;
  await session.send('HeapProfiler.collectGarbage');
  return isMuch();
}

interface Found {
  readonly text: string;
  readonly inFrame: boolean;
}

/**
 * Runs in the page's process, since patterns can take long. Matches as Playwright does, and sees through characters that
 * nobody sees. Of all the elements that say it, it returns the shortest.
 */
const search = String.raw`(documents, words) => {
  const plain = (text) => text.replace(/\p{Default_Ignorable_Code_Point}/gu, '').trim().replace(/\s+/g, ' ');
  const matchers = words.map(({ is, text: wanted, source, flags, exact }) => {
    if (is === 'regex') {
      const regex = new RegExp(source, flags);
      return { isPossible: () => true, matches: (text) => regex.test(text) };
    }
    const words = plain(wanted);
    if (exact) return { isPossible: () => true, matches: (text) => plain(text) === words };
    const contains = (text) => plain(text).toLowerCase().includes(words.toLowerCase());
    return { isPossible: contains, matches: contains };
  });
  let found = null;
  for (const { text, parts, inFrame } of documents)
    for (const { isPossible, matches } of matchers) {
      if (!isPossible(text)) continue;
      for (const [from, to] of parts)
        if ((found === null || to - from < found.text.length) && matches(text.slice(from, to)))
          found = { text: text.slice(from, to), inFrame };
    }
  return found && { ...found, text: found.text.slice(0, 1000).replaceAll('\uFFFC', ' ') };
}`;
