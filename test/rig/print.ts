import { Document, isScalar, type Node, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import type { Act, Facts, Locator, Wanted } from '../../harness/model/act.ts';
import type { Operator, Pattern } from '../../harness/model/pattern.ts';
import { unreachable } from '../../harness/model/problem.ts';
import type { Action, Expectation, HttpContent, Save, Step } from '../../harness/model/scenario.ts';
import type { Entry, Value } from '../../harness/model/value.ts';
import type { Said } from './arbitrary/scenarios.ts';
import { printPath, printTemplate } from './arbitrary/expressions.ts';

/** A scenario as YAML that means it. `styles` says, in turn, how texts and collections are written. */
export function printScenario(said: Said, styles: readonly number[]): string {
  const document = new Document(scenario(said));
  let turn = 0;
  const next = (): number => styles[turn++ % styles.length] ?? 0;
  restyle(document.contents, next);
  // The printer breaks what it folds: pairs of surrogates.
  const text = document.toString({ lineWidth: 0, indent: 2 + (next() % 3) });
  return text.replaceAll(/\bdigits_of_a_number(\w+)end\b/g, (_, hex: string) => Buffer.from(hex, 'hex').toString());
}

const textStyles: readonly Scalar.Type[] = [
  Scalar.PLAIN,
  Scalar.QUOTE_DOUBLE,
  Scalar.QUOTE_SINGLE,
  Scalar.BLOCK_LITERAL,
  Scalar.BLOCK_FOLDED,
];

const keyStyles: readonly Scalar.Type[] = [Scalar.QUOTE_DOUBLE, Scalar.QUOTE_SINGLE, Scalar.PLAIN];

function restyle(node: unknown, next: () => number): void {
  if (node instanceof Scalar && typeof node.value === 'string' && !node.value.startsWith(token)) {
    // Nor are its blocks of white space read as they were written, and it makes blocks of its own accord.
    const styles = /^\S.*\S$/su.test(node.value)
      ? textStyles
      : node.value.includes('\n')
        ? ([Scalar.QUOTE_DOUBLE] as const)
        : textStyles.slice(0, 3);
    node.type = styles[next() % styles.length] ?? Scalar.PLAIN;
  }
  if (node instanceof YAMLSeq || node instanceof YAMLMap) {
    node.flow = next() % 3 === 0;
    for (const item of node.items) {
      if (item instanceof Pair && isScalar(item.key)) {
        const quotes = keyStyles.slice(0, item.key.value === '<<' ? 2 : 3);
        item.key.type = quotes[next() % quotes.length] ?? Scalar.QUOTE_DOUBLE;
      }
      restyle(item instanceof Pair ? item.value : item, next);
    }
  }
}

type Plain = Node | string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain | undefined };

/** Leaves out what is undefined; order is kept and no key means anything. */
function map(all: readonly (readonly [string, Plain | undefined])[]): Node {
  const node = new YAMLMap();
  for (const [key, plain] of all) if (plain !== undefined) node.items.push(new Pair(new Scalar(key), yaml(plain)));
  return node;
}

function yaml(plain: Plain): Node {
  if (typeof plain !== 'object' || plain === null) return new Scalar(plain);
  if (plain instanceof Scalar || plain instanceof YAMLMap || plain instanceof YAMLSeq) return plain;
  if (!Array.isArray(plain)) return map(Object.entries(plain as { readonly [key: string]: Plain }));
  const node = new YAMLSeq();
  node.items = plain.map((item: Plain) => yaml(item));
  return node;
}

/** A number's digits are put in where this stands: the printer would make other ones of them. */
const number = (digits: string): Node => new Scalar(`${token}${Buffer.from(digits).toString('hex')}end`);
const token = 'digits_of_a_number';

const fixed = (text: string): string => text.replaceAll('${', () => '$${');

function value(one: Value): Plain {
  switch (one.is) {
    case 'null':
      return null;
    case 'boolean':
      return one.value;
    case 'number':
      return number(one.digits);
    case 'text':
      return printTemplate(one.template);
    case 'list':
      return one.items.map(value);
    case 'map':
      return entries(one.entries);
    default:
      return unreachable(one);
  }
}

const entries = (all: readonly Entry[]): Node => map(all.map((one) => [one.key, value(one.value)]));

const optional = (all: readonly Entry[]): Plain | undefined => (all.length === 0 ? undefined : entries(all));

/** In a pattern a text that starts with `$` has one more of them. */
const escaped = (text: string): string => (/^\$(?:\$|[^{])/.test(text) ? `$${text}` : text);

function pattern(one: Pattern): Plain {
  if (one.is === 'equal') return one.value.is === 'text' ? equalText(one.value) : value(one.value);
  if (one.is === 'map') return map(one.entries.map((entry) => [escaped(entry.key), pattern(entry.pattern)]));
  if (one.is === 'list') return one.items.map(pattern);
  if (one.is === 'all') return map(one.patterns.map((each) => [each.is, argument(each as Operator)]));
  return one.is === 'word' ? one.word : map([[one.is, argument(one)]]);
}

function equalText({ template }: Value & { is: 'text' }): Plain {
  const [first, ...rest] = template;
  return printTemplate(typeof first === 'string' ? [escaped(first), ...rest] : template);
}

function argument(one: Operator): Plain {
  switch (one.is) {
    case '$equals':
      return value(one.value);
    case '$not':
    case '$optional':
    case '$length':
    case '$each':
    case '$json':
      return pattern(one.pattern);
    case '$oneOf':
    case '$contains':
    case '$unordered':
    case '$lines':
      return one.patterns.map(pattern);
    case '$startsWith':
    case '$endsWith':
      return value(one.text);
    case '$matches':
      return one.regexes.map(value);
    case '$inOrder':
      return one.texts.map(value);
    case '$gt':
    case '$gte':
    case '$lt':
    case '$lte':
      return value(one.bound);
    case '$closeTo':
      return [value(one.target), value(one.delta)];
    case '$schema':
      return value(one.schema);
    default:
      return unreachable(one);
  }
}

const expectations = (all: readonly Expectation[]): Plain | undefined =>
  all.length === 0 ? undefined : map(all.map((one) => [one.field, pattern(one.pattern)]));

function save({ variable, from }: Save): readonly [string, Plain] {
  const path = fixed(from.field + printPath(from.path));
  return [variable, from.regex === undefined ? path : { from: path, regex: value(from.regex) }];
}

function content(body: HttpContent | undefined): { readonly [key: string]: Plain } {
  if (body === undefined) return {};
  if (body.is === 'json') return { json: value(body.value) };
  return { [body.is]: body.is === 'text' ? value(body.text) : entries(body.fields) };
}

const ms = (milliseconds: number): string => `${milliseconds}ms`;

const perhaps = (one: Value | undefined): Plain | undefined => one && value(one);

function action(one: Action): Plain {
  switch (one.kind) {
    case 'http':
      return {
        request: `${one.method} ${one.path.is === 'text' ? printTemplate(one.path.template) : ''}`,
        query: optional(one.query),
        headers: optional(one.headers),
        bearer: perhaps(one.bearer),
        basic: one.basic && { user: value(one.basic.user), password: value(one.basic.password) },
        ...content(one.content),
        redirects: one.redirects,
        timeout: ms(one.timeout),
      };
    case 'run':
      return {
        command: one.command.map(value),
        stdin: perhaps(one.stdin),
        env: optional(one.env),
        cwd: perhaps(one.cwd),
        timeout: ms(one.timeout),
      };
    case 'file':
      return value(one.path);
    case 'browser':
      return one.acts.map(act);
    case 'db':
      return { query: fixed(one.query), params: one.params.map(value), source: one.source && fixed(one.source) };
    case 'use':
      return { flow: one.flow.id, with: entries(one.with) };
    default:
      return unreachable(one);
  }
}

function act(one: Act): Plain {
  switch (one.is) {
    case 'goto':
      return { goto: value(one.path) };
    case 'reload':
    case 'back':
      return one.is;
    case 'press':
      return { press: one.target === undefined ? value(one.key) : { ...locator(one.target), key: value(one.key) } };
    case 'dialog':
      return { dialog: one.text === undefined ? (one.accept ? 'accept' : 'dismiss') : { accept: value(one.text) } };
    case 'fill':
    case 'select':
      return { [one.is]: { ...locator(one.target), value: value(one.value) } };
    case 'upload':
      return { upload: { ...locator(one.target), files: one.files.map(value) } };
    case 'see':
      return { see: { ...locator(one.target), ...facts(one.facts) } };
    case 'click':
    case 'dblclick':
    case 'hover':
    case 'check':
    case 'uncheck':
    case 'notSee':
      return { [one.is]: locator(one.target) };
    default:
      return unreachable(one);
  }
}

function facts({ value: held, checked, enabled, count }: Facts): { readonly [key: string]: Plain | undefined } {
  const counted = count && value(count.number);
  return {
    value: held && wanted(held),
    checked: checked?.is,
    enabled: enabled?.is,
    count: count === undefined || count.is === '=' ? counted : { [count.is]: counted },
  };
}

function locator({ by, hasText, nth, in: outer }: Locator): { readonly [key: string]: Plain | undefined } {
  const more = { hasText: hasText && wanted(hasText), nth, in: outer && locator(outer) };
  switch (by.by) {
    case 'role':
      return { role: value(by.role), name: by.name && wanted(by.name), exact: by.exact || undefined, ...more };
    case 'css':
      return { css: value(by.selector), ...more };
    case 'oneOf':
      return { $oneOf: by.locators.map(locator), ...more };
    case 'label':
    case 'text':
    case 'placeholder':
    case 'testId':
      return { [by.by]: wanted(by.text), exact: by.exact || undefined, ...more };
    default:
      return unreachable(by);
  }
}

function wanted(one: Wanted): Plain {
  if (one.is === 'regex') return { $matches: value(one.regex) };
  return one.text.is === 'text' ? equalText(one.text) : value(one.text);
}

function step(one: Step): Plain {
  const { eventually } = one;
  return {
    name: fixed(one.name),
    as: fixed(one.as),
    [one.action.kind]: action(one.action),
    expect: expectations(one.expect),
    save: one.save.length === 0 ? undefined : map(one.save.map(save)),
    eventually: eventually && {
      within: ms(eventually.within),
      every: eventually.every === undefined ? undefined : ms(eventually.every),
      stopIf: expectations(eventually.stopIf),
    },
  };
}

function scenario(said: Said): Node {
  const { rows, before, after } = said;
  return yaml({
    name: fixed(said.name),
    description: said.description === undefined ? undefined : fixed(said.description),
    tags: said.tags.map(fixed),
    weight: said.weight,
    mustPass: said.mustPass,
    hint: said.hint === undefined ? undefined : fixed(said.hint),
    impossible: said.impossible,
    clauses: said.clauses.map(fixed),
    vars: optional(said.vars),
    secrets: said.secrets.map(fixed),
    files: optional(said.files),
    examples: rows.every((row) => row.length === 0) ? undefined : rows.map(entries),
    before: before.map(step),
    steps: said.steps.map(step),
    after: after.map(step),
    timeout: ms(said.timeout),
  });
}
