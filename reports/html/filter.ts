import { grouped } from './text.ts';
import { type Html, html } from './html.ts';

/** What a page can be narrowed down by, and how its items say what they are. */
export interface Filtered {
  /** The attributes of an item: its words (a verdict, a decision), and its tags. */
  attributes(words: readonly string[], tags: readonly string[]): Html;
  /** The controls, which scripts bring to life. */
  readonly bar: Html;
}

interface Item {
  readonly words: readonly string[];
  readonly tags: readonly string[];
}

/** What the page says it shows so many of: items of this class. */
interface Counted {
  readonly of: string;
  readonly noun: string;
  /** What it calls the tags. */
  readonly tag: string;
}

/** @param words in the order of their buttons; those that no item has get none. */
export function filterOf(items: readonly Item[], words: readonly string[], counted: Counted): Filtered {
  const tags = [...new Set(items.flatMap((item) => item.tags))].toSorted();
  const numbers = new Map(tags.map((tag, i) => [tag, i]));
  const counts = words.map((word) => [word, items.filter((item) => item.words.includes(word)).length] as const);
  const buttons = counts
    .filter(([, number]) => number > 0)
    .map(
      ([word, number]) =>
        html`<button type="button" class="word ${word}" data-word="${word}" aria-pressed="false">${word} <span class="number">${grouped(number)}</span></button>`,
    );
  const select = html`<select id="tag" aria-label="${counted.tag}"><option value="">all ${counted.tag}</option>${tags.map((tag, i) => html`<option value="${i}">${tag}</option>`)}</select>`;
  return {
    attributes: (own, ownTags) =>
      html` data-words="${own.join(' ')}" data-tags="${ownTags.map((tag) => numbers.get(tag) ?? '').join(' ')}"`,
    bar: html`<search class="filter js-only" aria-label="Filter" data-counted="${counted.of}" data-noun="${counted.noun}"><input type="search" id="q" placeholder="Search" aria-label="Search" aria-keyshortcuts="/" autocomplete="off" spellcheck="false">${
      buttons.length > 1 ? html`<div class="words" role="group" aria-label="Show only">${buttons}</div>` : undefined
    }${tags.length === 0 ? undefined : select}<output id="shown" aria-live="polite"></output>${
      counted.of === 'scenario'
        ? html`<button type="button" id="open-all" aria-pressed="false">Open all</button>`
        : undefined
    }</search>`,
  };
}
