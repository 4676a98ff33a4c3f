import type { Locator, LocatorBy, Wanted } from '../model/act.ts';
import { unreachable } from '../model/problem.ts';
import type { Entry, Value } from '../model/value.ts';
import { isMatcher, unescaped } from './pattern.ts';
import { pageRegex, type Searched } from './page-regex.ts';
import { complain, replacing, type Reading } from './reading.ts';
import { complainOfRegex, regexParts } from './regex.ts';
import { roleOfElement, roles } from './roles.ts';
import { certain, didYouMean } from './suggest.ts';
import { entriesOf, entryAt, isTrue, itemsOf, literalOf, numberOf, valueAt } from './values.ts';

const textWays = ['label', 'text', 'placeholder', 'testId'] as const;
const ways = ['role', ...textWays, 'css', '$oneOf'] as const;

/** Which keys belong to a locator itself; all others to the act that uses it. */
export const locatorKeys: readonly string[] = [...ways, 'name', 'hasText', 'exact', 'nth', 'in'];

export const hasLocator = (value: Value): boolean => entriesOf(value).some(({ key }) => locatorKeys.includes(key));

/** What on the page. Nothing, and a Problem, when it can't be told; keys of other acts have been complained of by then. */
export function decodeLocator(reading: Reading, value: Value): Locator | undefined {
  if (value.is !== 'map') return undefined;
  const found = value.entries.filter(({ key }) => (ways as readonly string[]).includes(key));
  const [way, second] = found;
  if (way === undefined) {
    // Of an empty mapping the schema complains.
    if (value.entries.length > 0) complainOfNoWay(reading, value);
    return undefined;
  }
  if (second !== undefined) {
    const both = found.map(({ key }) => `"${key}"`).join(' and ');
    const [text] = found.filter(({ key }) => key === 'text');
    complain(reading, 'two-locators', second.keyAt, `one way of finding is enough, and this has ${both}`, {
      fix:
        text === undefined
          ? 'keep one; "in" looks inside another element'
          : 'write "hasText" for the text that it must contain',
    });
    return undefined;
  }
  complainOfStrays(reading, value, way);
  const by = decodeWay(reading, value, way);
  const hasText = decodeWanted(reading, valueAt(value, 'hasText'), 'hasText');
  const nth = numberOf(valueAt(value, 'nth'));
  const within = valueAt(value, 'in');
  const outer = within && decodeInner(reading, within);
  if (by === undefined) return undefined;
  return {
    by,
    ...(hasText === undefined ? {} : { hasText }),
    ...(nth === undefined ? {} : { nth }),
    ...(outer === undefined ? {} : { in: outer }),
    at: value.at,
  };
}

function decodeWay(reading: Reading, value: Value, { key, value: sought }: Entry): LocatorBy | undefined {
  const exact = isTrue(valueAt(value, 'exact'));
  if (key === 'role') {
    complainOfRole(reading, sought);
    const name = decodeWanted(reading, valueAt(value, 'name'), 'name');
    return { by: 'role', role: sought, ...(name === undefined ? {} : { name }), exact };
  }
  if (key === 'css') return { by: 'css', selector: sought };
  if (key === '$oneOf') {
    const locators = itemsOf(sought).flatMap((item) => decodeInner(reading, item) ?? []);
    return { by: 'oneOf', locators };
  }
  const way = textWays.find((one) => one === key);
  const text = decodeWanted(reading, sought, key);
  return way === undefined || text === undefined ? undefined : { by: way, text, exact };
}

/** A locator inside another: nothing is done with it, so that only its own keys may stand there. */
function decodeInner(reading: Reading, value: Value): Locator | undefined {
  for (const { key, keyAt } of entriesOf(value)) {
    if (!locatorKeys.includes(key) && key !== '') complainOfMisplaced(reading, key, keyAt);
  }
  return decodeLocator(reading, value);
}

const owners: ReadonlyMap<string, string> = new Map([
  ['value', '"fill", "select" and "see"'],
  ['checked', '"see"'],
  ['enabled', '"see"'],
  ['count', '"see"'],
  ['key', '"press"'],
  ['files', '"upload"'],
]);

/** A key of one act in another. What no act has the schema has complained of. */
export function complainOfMisplaced(reading: Reading, key: string, at: Entry['keyAt']): void {
  const owner = owners.get(key);
  if (owner === undefined) return;
  complain(reading, 'misplaced-key', at, `"${key}" does not belong here`, { notes: [`it goes with ${owner}`] });
}

function complainOfNoWay(reading: Reading, value: Value): void {
  const name = entryAt(value, 'name');
  complain(reading, 'no-locator', name?.keyAt ?? value.at, 'this does not say what on the page is meant', {
    fix:
      name === undefined ? `add one of ${ways.join(', ')}` : 'say what it is that has this name, such as role: button',
  });
}

/** Keys that only go with another one. */
function complainOfStrays(reading: Reading, value: Value, way: Entry): void {
  const name = entryAt(value, 'name');
  if (name !== undefined && way.key !== 'role') {
    complain(reading, 'misplaced-key', name.keyAt, `"name" goes with "role", and this is found by "${way.key}"`, {
      fix: 'leave one of them out',
    });
  }
  const exact = entryAt(value, 'exact');
  if (exact === undefined || !isTrue(exact.value)) return;
  const text = way.key === 'role' ? name?.value : way.value;
  const matched = way.key === 'role' || way.key === 'label' || way.key === 'text' || way.key === 'placeholder';
  if (matched && text !== undefined && text.is !== 'map') return;
  complain(reading, 'misplaced-key', exact.keyAt, '"exact" says nothing here', {
    notes: ['it goes with the text of "name", "label", "text" or "placeholder"'],
    fix: 'leave it out',
  });
}

function complainOfRole(reading: Reading, value: Value): void {
  const role = literalOf(value);
  if (role === undefined || roles.includes(role)) return;
  const meant = roleOfElement.get(role.toLowerCase());
  complain(reading, 'unknown-role', value.at, `"${role}" is not a role`, {
    notes: ['roles are those of ARIA: button, link, textbox, checkbox, heading, listitem, ...'],
    ...(meant === undefined ? didYouMean(role, roles) : { fix: `did you mean "${meant}"?` }),
    ...replacing(reading, value.at, role, meant === undefined ? certain(role, roles, 'words') : undefined),
  });
}

/** A text, or `{ $matches: re }`. `key` is its name, for Problems. */
export function decodeWanted(reading: Reading, value: Value | undefined, key: string): Wanted | undefined {
  if (value === undefined) return undefined;
  switch (value.is) {
    case 'text':
      return decodeText(reading, value, key);
    case 'number':
    case 'boolean':
      return { is: 'text', text: value, at: value.at };
    case 'map':
      return decodeRegex(reading, value, key);
    case 'list':
    case 'null':
      complainOfWanted(reading, value, key);
      return undefined;
    default:
      return unreachable(value);
  }
}

function decodeText(reading: Reading, value: Value & { is: 'text' }, key: string): Wanted | undefined {
  const [first = '', ...rest] = value.template;
  if (first === '' && rest.length === 0 && key !== 'value') {
    complain(reading, 'empty-text', value.at, 'an empty text finds everything', { fix: 'say which one is meant' });
    return undefined;
  }
  if (typeof first !== 'string') return { is: 'text', text: value, at: value.at };
  if (isMatcher(first)) {
    complainOfWanted(reading, value, key);
    return undefined;
  }
  return { is: 'text', text: { ...value, template: [unescaped(first), ...rest] }, at: value.at };
}

function decodeRegex(reading: Reading, value: Value, key: string): Wanted | undefined {
  const [only, second] = entriesOf(value);
  if (only?.key !== '$matches' || second !== undefined || only.value.is !== 'text') {
    complainOfWanted(reading, value, key);
    return undefined;
  }
  const regex = only.value;
  if (complainOfRegex(reading, regex) === undefined) return undefined;
  const { source, flags } = regexParts(regex.template);
  const sample = source.map((part) => (typeof part === 'string' ? part : 'x')).join('');
  const page = pageRegex(sample, flags, searchedBy(key));
  if (page.is === 'refused') {
    complain(reading, 'bad-regex', regex.at, `${page.what} is not what a browser understands`, {
      notes: ['what is looked for on a page is looked for by the browser'],
      fix: page.fix,
    });
    return undefined;
  }
  return { is: 'regex', regex, at: regex.at };
}

/** What a field holds and how it is marked is no text that a user reads. */
export const searchedBy = (key: string): Searched => (key === 'value' || key === 'testId' ? 'value' : 'text');

function complainOfWanted(reading: Reading, value: Value, key: string): void {
  complain(reading, 'bad-locator', value.at, `"${key}" is a text or { $matches: ... } here`, {
    notes: ['the browser looks for it, and it knows no other matcher'],
    fix: "write the text, or { $matches: '/saved/i' }",
  });
}
