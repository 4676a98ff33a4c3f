import type { Locator, Page } from 'playwright';
import type { FilledLocator, FilledText } from '../../harness/model/adapter.ts';
import { unreachable } from '../../harness/model/problem.ts';
import { drawn, type Words } from './drawn.ts';

type Root = Page | Locator;

/** What of an element's text counts: all that stands in it, or what is drawn. */
type Counts = 'all text' | 'what is drawn';

/** Playwright's locator for it. */
export function locate(root: Root, locator: FilledLocator, counts: Counts = 'all text'): Locator {
  const { by, hasText, nth, in: outer } = locator;
  const found = locateBy(outer === undefined ? root : locate(root, outer, counts), by, counts);
  const filtered = hasText === undefined ? found : found.filter({ hasText: wanted(hasText) });
  const narrowed = nth === undefined ? filtered : filtered.nth(nth);
  const words = wordsOf(locator);
  return counts === 'all text' || words.length === 0 ? narrowed : drawn(narrowed, words);
}

function wordsOf({ by, hasText }: FilledLocator): readonly Words[] {
  return [
    ...(by.by === 'text' ? [{ text: by.text, exact: by.exact }] : []),
    ...(hasText === undefined ? [] : [{ text: hasText, exact: false }]),
  ];
}

function locateBy(root: Root, by: FilledLocator['by'], counts: Counts): Locator {
  switch (by.by) {
    case 'role': {
      const { name, exact } = by;
      // Roles were held against the list of them when the vault was read.
      const role = by.role as Parameters<Page['getByRole']>[0];
      return root.getByRole(role, name === undefined ? {} : { name: wanted(name), exact });
    }
    case 'label':
      return root.getByLabel(wanted(by.text), { exact: by.exact });
    case 'text':
      return root.getByText(wanted(by.text), { exact: by.exact });
    case 'placeholder':
      return root.getByPlaceholder(wanted(by.text), { exact: by.exact });
    case 'testId':
      return root.getByTestId(wanted(by.text));
    case 'css':
      return root.locator(`css=${by.selector}`);
    case 'oneOf': {
      const [first, ...rest] = by.locators.map((one) => locate(root, one, counts));
      if (first === undefined) throw new Error('$oneOf without a locator');
      return rest.reduce((either, one) => either.or(one), first);
    }
    default:
      return unreachable(by);
  }
}

export const wanted = (text: FilledText): string | RegExp =>
  text.is === 'text' ? text.text : new RegExp(text.source, text.flags);
