import type { Locator } from '../../model/act.ts';
import type { BrowserAction } from '../../model/scenario.ts';
import { complain, type Reading } from '../reading.ts';

/** Acts that look; all others do something to which the page reacts in its own time. */
const looking: readonly string[] = ['see', 'notSee'];

/** Habits that tie a browser step to one page, or let it pass before the page reacted. */
export function lintBrowser(reading: Reading, { acts }: BrowserAction): void {
  let settled = false;
  for (const act of acts) {
    if (act.is === 'notSee' && !settled) {
      complain(reading, 'not-see-first', act.at, '"notSee" passes at once on a page that has not reacted yet', {
        severity: 'warning',
        fix: 'put a "see" before it',
      });
    }
    if (act.is !== 'dialog') settled = looking.includes(act.is);
    if ('target' in act) lintLocator(reading, act.target);
  }
}

function lintLocator(reading: Reading, locator: Locator): void {
  const { by } = locator;
  if (by.by === 'css') {
    complain(
      reading,
      'css-locator',
      by.selector.at,
      'a CSS selector ties the scenario to one way of building the page',
      {
        severity: 'warning',
        fix: 'find it as a user does: by role and name, label or text',
      },
    );
  }
  if (by.by === 'oneOf') for (const one of by.locators) lintLocator(reading, one);
  if (locator.in !== undefined) lintLocator(reading, locator.in);
}
