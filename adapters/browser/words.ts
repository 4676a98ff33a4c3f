import type { FilledAct, FilledFacts, FilledLocator, FilledText } from '../../harness/model/adapter.ts';
import { ordinal } from '../../harness/model/ordinal.ts';
import { unreachable } from '../../harness/model/problem.ts';
import { quoted } from './notes.ts';

/** A locator as a person says it: `a button named "Add"`. */
export function named(locator: FilledLocator): string {
  const { hasText, nth, in: outer } = locator;
  const what = `${nth === undefined ? 'a' : `the ${ordinal(nth)}`} ${thing(locator)}`.replace(/^a (?=[aeio])/, 'an ');
  return [what, hasText && `with ${wording(hasText)}`, outer && `in ${named(outer)}`].filter(Boolean).join(' ');
}

function thing({ by }: FilledLocator): string {
  switch (by.by) {
    case 'role':
      return by.name === undefined ? by.role : `${by.role} named ${wording(by.name)}`;
    case 'label':
      return `field labelled ${wording(by.text)}`;
    case 'text':
      return `text ${wording(by.text)}`;
    case 'placeholder':
      return `field with the placeholder ${wording(by.text)}`;
    case 'testId':
      return `element with the test id ${wording(by.text)}`;
    case 'css':
      return `match of the selector ${quoted(by.selector)}`;
    case 'oneOf':
      return by.locators.map(named).join(' or ').replace(/^an? /, '');
    default:
      return unreachable(by);
  }
}

export const wording = (text: FilledText): string => (text.is === 'text' ? quoted(text.text) : text.shown);

/** What an act wanted: `to click a button named "Add"`. */
export function wish(act: FilledAct): string {
  switch (act.is) {
    case 'goto':
      return `to open ${act.path}`;
    case 'reload':
      return 'to load the page again';
    case 'back':
      return 'to go back';
    case 'press':
      return act.target === undefined ? `to press ${act.key}` : `to press ${act.key} on ${named(act.target)}`;
    case 'upload':
      return `to choose ${act.files.join(', ')} in ${named(act.target)}`;
    case 'select':
      return `to select ${quoted(act.value)} in ${named(act.target)}`;
    case 'fill':
    case 'click':
    case 'dblclick':
    case 'hover':
    case 'check':
    case 'uncheck':
    case 'see':
      return named(act.target);
    case 'notSee':
      return `not to see ${named(act.target)}`;
    case 'dialog':
      return 'to answer a dialog';
    default:
      return unreachable(act);
  }
}

const comparisons = { '=': '', $gt: 'more than ', $gte: 'at least ', $lt: 'fewer than ', $lte: 'at most ' } as const;

export const countWish = ({ is, number }: NonNullable<FilledFacts['count']>): string =>
  `${comparisons[is]}${number} of them`;
