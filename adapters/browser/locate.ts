import type { Locator, Page } from 'playwright';
import type { FilledLocator, FilledText } from '../../harness/model/adapter.ts';
import { unreachable } from '../../harness/model/problem.ts';

type Root = Page | Locator;

/** Playwright's locator for it. */
export function locate(root: Root, { by, hasText, nth, in: outer }: FilledLocator): Locator {
  const found = locateBy(outer === undefined ? root : locate(root, outer), by);
  const filtered = hasText === undefined ? found : found.filter({ hasText: wanted(hasText) });
  return nth === undefined ? filtered : filtered.nth(nth);
}

function locateBy(root: Root, by: FilledLocator['by']): Locator {
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
      const [first, ...rest] = by.locators.map((one) => locate(root, one));
      if (first === undefined) throw new Error('$oneOf without a locator');
      return rest.reduce((either, one) => either.or(one), first);
    }
    default:
      return unreachable(by);
  }
}

export const wanted = (text: FilledText): string | RegExp =>
  text.is === 'text' ? text.text : new RegExp(text.source, text.flags);
