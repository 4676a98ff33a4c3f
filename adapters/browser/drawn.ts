import type { Locator } from 'playwright';
import type { FilledText } from '../../harness/model/adapter.ts';
import type { Limits } from '../../harness/model/limits.ts';
import { bytes } from '../text.ts';
import type { Stop } from './stop.ts';

/** A text that an element has to say, as `getByText` and `hasText` match it. */
export type Words = { readonly text: FilledText; readonly exact: boolean };

type Bounds = Pick<Limits, 'page' | 'output'>;

let known: Promise<void> | undefined;

/** Has Playwright know what `drawn` is. Only contexts that are made from then on are sure to know it, too. */
export function knowDrawn(): Promise<void> {
  known ??= import('playwright/test').then(({ selectors }) =>
    selectors.register('drawn', { content: engine }, { contentScript: true }),
  );
  return known;
}

/**
 * Those that still say all of it when only what is drawn of their text counts. With `bounds`, looking for them throws on
 * a page that is larger.
 */
export function drawn(found: Locator, words: readonly Words[], bounds?: Bounds): Locator {
  const asked = {
    words: words.map(({ text, exact }) => ({ ...text, exact })),
    ...(bounds !== undefined && { bounds: { page: bounds.page, output: bounds.output } }),
  };
  return found.locator(`drawn=${encodeURIComponent(JSON.stringify(asked)).replaceAll("'", '%27')}`);
}

/** What there is to say when a look was refused for the page's size; `said` is what was thrown. */
export function whyTooLarge(said: string, limits: Bounds): Pick<Stop, 'received' | 'limit'> | undefined {
  const limit = new RegExp(`${refusal}(page|output)`).exec(said)?.[1];
  return limit === undefined ? undefined : tooLarge(limit === 'page' ? 'page' : 'output', limits);
}

/** A page that is not looked at. */
export function tooLarge(limit: keyof Bounds, { page, output }: Bounds): Pick<Stop, 'received' | 'limit'> {
  const received =
    limit === 'page'
      ? `a page of more elements than limit "page" (${page})`
      : `a page of more text than limit "output" (${bytes(output)})`;
  return { received, limit };
}

const refusal = 'not looked at for its ';

/**
 * Runs in Playwright's world of the page, which scripts of the page don't reach; what its elements are called does, so
 * that properties of elements are read by their own getters.
 *
 * Text is drawn when it has a place on the page and nothing on the way up hides it: what stands in a canvas, in a closed
 * `details` or beside a shadow has none. What a field shows is its value; what can be chosen counts with its list.
 */
const engine = String.raw`(() => {
  const getter = (type, name) => {
    const { get } = Object.getOwnPropertyDescriptor(type.prototype, name);
    return (on) => get.call(on);
  };
  const parent = getter(Node, 'parentNode');
  const first = getter(Node, 'firstChild');
  const next = getter(Node, 'nextSibling');
  const shadow = getter(Element, 'shadowRoot');
  const assigned = getter(Element, 'assignedSlot');
  const inputValue = getter(HTMLInputElement, 'value');
  const inputType = getter(HTMLInputElement, 'type');
  const areaValue = getter(HTMLTextAreaElement, 'value');
  const attribute = (element, name) => Element.prototype.getAttribute.call(element, name);
  const isOneOf = (node, ...types) => types.some((type) => node instanceof type);
  const isCode = (node) => isOneOf(node, HTMLScriptElement, HTMLStyleElement);

  /* What stands above it on the screen. */
  const above = (node) => {
    const slot = node instanceof Text ? node.assignedSlot : node instanceof Element ? assigned(node) : null;
    const up = slot ?? parent(node);
    return up instanceof ShadowRoot ? up.host : up;
  };
  const shows = { opacityProperty: true, visibilityProperty: true };
  const isShown = (element) => Element.prototype.checkVisibility.call(element, shows);
  const isOpen = (box) =>
    !(box instanceof HTMLDetailsElement && attribute(box, 'open') === null) &&
    getComputedStyle(box).contentVisibility !== 'hidden';
  const range = Document.prototype.createRange.call(document);
  const hasPlace = (text) => {
    range.selectNodeContents(text);
    const { width, height } = range.getBoundingClientRect();
    return width > 0 && height > 0;
  };
  const isDrawn = (text) => {
    let box = above(text);
    if (!(box instanceof Element) || getComputedStyle(box).visibility !== 'visible') return false;
    if (isOneOf(box, HTMLOptionElement)) {
      const list = Element.prototype.closest.call(box, 'select');
      return list !== null && isShown(list);
    }
    while (box instanceof Element && getComputedStyle(box).display === 'contents') box = above(box);
    return box instanceof Element && hasPlace(text) && isShown(box) && isOpen(box);
  };

  /* As Playwright puts together the text of an element, but of what is drawn. */
  const textOf = (node) => {
    if (node instanceof Text) return /^\s*$/.test(node.data) || isDrawn(node) ? node.data : '';
    if (isCode(node)) return '';
    if (node instanceof HTMLInputElement)
      return ['submit', 'button', 'reset'].includes(inputType(node)) ? inputValue(node) : '';
    if (node instanceof HTMLTextAreaElement) return areaValue(node);
    let text = '';
    for (let child = first(node); child !== null; child = next(child)) text += textOf(child);
    const inside = node instanceof Element ? shadow(node) : null;
    return inside === null ? text : text + textOf(inside);
  };
  const plain = (text) => text.replace(/[\u200b\u00ad]/g, '').trim().replace(/\s+/g, ' ');
  const says = (text, { is, text: wanted, source, flags, exact }) => {
    if (is === 'regex') return new RegExp(source, flags).test(text);
    if (exact) return plain(text) === plain(wanted);
    return plain(text).toLowerCase().includes(plain(wanted).toLowerCase());
  };

  /* Everything that elements can be found by, whether it is drawn or not. */
  const names = ['aria-label', 'aria-valuetext', 'alt', 'title', 'placeholder', 'data-testid'];
  const charactersOf = (node) => {
    if (node instanceof Text) return isCode(parent(node)) ? 0 : node.length;
    const named = names.reduce((sum, name) => sum + (attribute(node, name)?.length ?? 0), 0);
    if (node instanceof HTMLInputElement) return named + inputValue(node).length;
    return node instanceof HTMLTextAreaElement ? named + areaValue(node).length : named;
  };
  const excess = ({ page, output }) => {
    let elements = 0;
    let characters = 0;
    const roots = [document];
    for (const root of roots) {
      const walker = Document.prototype.createTreeWalker.call(document, root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        characters += charactersOf(node);
        if (node instanceof Element) {
          elements += 1;
          const inside = shadow(node);
          if (inside !== null) roots.push(inside);
        }
        if (elements > page) return 'page';
        if (characters > output) return 'output';
      }
    }
    return '';
  };
  /* One look asks for each element in turn, and nothing changes until it is done. */
  let looked;
  const excessNow = (bounds) => {
    if (looked === undefined) queueMicrotask(() => (looked = undefined));
    return (looked ??= excess(bounds));
  };

  const queryAll = (root, body) => {
    if (!(root instanceof Element)) return [];
    const { words, bounds } = JSON.parse(decodeURIComponent(body));
    const limit = bounds === undefined ? '' : excessNow(bounds);
    if (limit !== '') throw new Error('${refusal}' + limit);
    const text = words.length === 0 ? '' : textOf(root);
    return words.every((wanted) => says(text, wanted)) ? [root] : [];
  };
  return { query: (root, body) => queryAll(root, body)[0] ?? null, queryAll };
})()`;
