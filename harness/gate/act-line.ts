import type { FilledAct, FilledFacts, FilledLocator, FilledText } from '../model/adapter.ts';
import { ordinal } from '../model/ordinal.ts';
import { unreachable } from '../model/problem.ts';

/** One thing that was done on a page, as a person says it: `click the button "Add"`. */
export function actLine(act: FilledAct): string {
  switch (act.is) {
    case 'goto':
      return `go to ${act.path}`;
    case 'reload':
      return 'load the page again';
    case 'back':
      return 'go back';
    case 'click':
    case 'hover':
    case 'check':
    case 'uncheck':
      return `${act.is} ${thing(act.target)}`;
    case 'dblclick':
      return `double-click ${thing(act.target)}`;
    case 'fill':
      return `type ${quoted(act.value)} into ${thing(act.target)}`;
    case 'select':
      return `select ${quoted(act.value)} in ${thing(act.target)}`;
    case 'press':
      return `press ${act.key}${act.target === undefined ? '' : ` on ${thing(act.target)}`}`;
    case 'upload':
      return `choose ${act.files.join(', ')} in ${thing(act.target)}`;
    case 'dialog':
      return act.text === undefined
        ? `${act.accept ? 'accept' : 'dismiss'} dialogs`
        : `answer dialogs with ${quoted(act.text)}`;
    case 'see':
      return `see ${[thing(act.target), ...factWords(act.facts)].join(', ')}`;
    case 'notSee':
      return `not see ${thing(act.target)}`;
    default:
      return unreachable(act);
  }
}

function thing({ by, hasText, nth, in: outer }: FilledLocator): string {
  const what = nth === undefined ? named(by) : `the ${ordinal(nth)} of ${named(by)}`;
  return [what, hasText && `with ${wording(hasText)}`, outer && `in ${thing(outer)}`].filter(Boolean).join(' ');
}

function named(by: FilledLocator['by']): string {
  switch (by.by) {
    case 'role':
      return by.name === undefined ? by.role : `${by.role} ${wording(by.name)}`;
    case 'label':
    case 'text':
    case 'placeholder':
      return `${by.by} ${wording(by.text)}`;
    case 'testId':
      return `test id ${wording(by.text)}`;
    case 'css':
      return `selector ${quoted(by.selector)}`;
    case 'oneOf':
      return by.locators.map(thing).join(' or ');
    default:
      return unreachable(by);
  }
}

function factWords({ value, checked, enabled, count }: FilledFacts): readonly string[] {
  return [
    ...(value === undefined ? [] : [`its value ${wording(value)}`]),
    ...(checked === undefined ? [] : [checked ? 'checked' : 'not checked']),
    ...(enabled === undefined ? [] : [enabled ? 'enabled' : 'disabled']),
    ...(count === undefined ? [] : [`${comparisons[count.is]}${count.number} of them`]),
  ];
}

const comparisons = { '=': '', $gt: 'more than ', $gte: 'at least ', $lt: 'fewer than ', $lte: 'at most ' } as const;

const wording = (text: FilledText): string => (text.is === 'text' ? quoted(text.text) : text.shown);

/** In one line, as it would stand in JSON: a secret is found in it, too. */
const quoted = (text: string): string => JSON.stringify(text);
