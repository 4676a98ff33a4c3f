import type { Act, Facts, Locator, Wanted } from '../../model/act.ts';
import { ordinal } from '../../model/ordinal.ts';
import { unreachable } from '../../model/problem.ts';
import { plainText, valueWords } from './value.ts';
import { joined } from './words.ts';

/** One act of a browser step: `click the button called "Add"`. */
export function actWords(act: Act): string {
  switch (act.is) {
    case 'goto':
      return `open ${plainText(act.path)}`;
    case 'reload':
      return 'reload the page';
    case 'back':
      return 'go back';
    case 'click':
      return `click ${locatorWords(act.target)}`;
    case 'dblclick':
      return `double-click ${locatorWords(act.target)}`;
    case 'hover':
      return `point at ${locatorWords(act.target)}`;
    case 'check':
      return `tick ${locatorWords(act.target)}`;
    case 'uncheck':
      return `untick ${locatorWords(act.target)}`;
    case 'fill':
      return plainText(act.value) === ''
        ? `empty ${locatorWords(act.target)}`
        : `type ${valueWords(act.value)} into ${locatorWords(act.target)}`;
    case 'select':
      return `choose ${valueWords(act.value)} in ${locatorWords(act.target)}`;
    case 'press':
      return `press ${plainText(act.key)}${act.target === undefined ? '' : ` in ${locatorWords(act.target)}`}`;
    case 'upload':
      return `upload ${joined(act.files.map(plainText))} with ${locatorWords(act.target)}`;
    case 'dialog':
      return `from here on, ${act.accept ? 'accept' : 'dismiss'} dialogs${act.text === undefined ? '' : ` with ${valueWords(act.text)}`}`;
    case 'see':
      return `see ${locatorWords(act.target)}${factsWords(act.facts)}`;
    case 'notSee':
      return `don't see ${locatorWords(act.target)}`;
    default:
      return unreachable(act);
  }
}

function locatorWords({ by, hasText, nth, in: within }: Locator): string {
  const parts = [
    nth === undefined ? byWords(by) : nthOf(byWords(by), ordinal(nth)),
    hasText === undefined ? '' : ` with ${wantedWords(hasText)} in it`,
    within === undefined ? '' : `, within ${locatorWords(within)}`,
  ];
  return parts.join('');
}

/** `the first button`, `the last of what the CSS selector #x finds` */
const nthOf = (words: string, which: string): string =>
  words.startsWith('the ') ? `the ${which} ${words.slice(4)}` : `the ${which} of ${words}`;

function byWords(by: Locator['by']): string {
  switch (by.by) {
    case 'role':
      return `the ${plainText(by.role)}${by.name === undefined ? '' : ` called ${wantedWords(by.name)}`}${exactly(by.exact)}`;
    case 'label':
      return `the field labelled ${wantedWords(by.text)}${exactly(by.exact)}`;
    case 'text':
      return `the text ${wantedWords(by.text)}${exactly(by.exact)}`;
    case 'placeholder':
      return `the field that suggests ${wantedWords(by.text)}${exactly(by.exact)}`;
    case 'testId':
      return `the element with the test id ${wantedWords(by.text)}`;
    case 'css':
      return `what the CSS selector ${plainText(by.selector)} finds`;
    case 'oneOf':
      return joined(by.locators.map(locatorWords), 'or');
    default:
      return unreachable(by);
  }
}

const exactly = (exact: boolean): string => (exact ? ' to the letter' : '');

const wantedWords = (wanted: Wanted): string =>
  wanted.is === 'text' ? valueWords(wanted.text) : `something that fits ${plainText(wanted.regex)}`;

const counts = { '=': '', $gt: 'more than ', $gte: 'at least ', $lt: 'fewer than ', $lte: 'at most ' } as const;

function factsWords({ value, checked, enabled, count }: Facts): string {
  const facts = [
    ...(value === undefined
      ? []
      : [value.is === 'text' && plainText(value.text) === '' ? 'empty' : `holding ${wantedWords(value)}`]),
    ...(checked === undefined ? [] : [checked.is ? 'ticked' : 'not ticked']),
    ...(enabled === undefined ? [] : [enabled.is ? 'usable' : 'not usable']),
    ...(count === undefined ? [] : [`${counts[count.is]}${valueWords(count.number)} of them`]),
  ];
  return facts.length === 0 ? '' : `, ${joined(facts)}`;
}
