import { chart } from './chart.ts';
import { filter } from './filter.ts';
import { keys } from './keys.ts';
import { theme } from './theme.ts';

/**
 * What the page can do beyond showing itself. Like the style sheet it is text within modules; `browser.test.ts` has the
 * compiler check it.
 */
export const pageScript = (withChart: boolean): string =>
  [shared, theme, filter, keys, ...(withChart ? [chart] : [])].join('').trim();

const shared = String.raw`'use strict';
/** @param {string} id @returns {HTMLElement} */
function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error('there is no ' + id);
  return found;
}
/** @param {Element} element @param {string} name */
function attribute(element, name) {
  return element.getAttribute(name) ?? '';
}
`;
