import { unreachable } from '../../model/problem.ts';
import type { Entry, Expression, Template, Value } from '../../model/value.ts';

/** A value in words: `"a text"`, `7`, `‹email›` for a variable, `{ email, age: 7 }`. One line. */
export function valueWords(value: Value): string {
  switch (value.is) {
    case 'null':
      return 'null';
    case 'boolean':
      return String(value.value);
    case 'number':
      return value.digits;
    case 'text':
      return textWords(value.template);
    case 'list':
      return `[${value.items.map(valueWords).join(', ')}]`;
    case 'map':
      return mapWords(value.entries);
    default:
      return unreachable(value);
  }
}

/** `{ email, name: "Ann" }`: a key whose value is the variable of that name stands alone. */
export function mapWords(entries: readonly Entry[]): string {
  const parts = entries.map(({ key, value }) => {
    const words = valueWords(value);
    return words === `‹${key}›` ? key : `${key}: ${words}`;
  });
  return parts.length === 0 ? '{}' : `{ ${parts.join(', ')} }`;
}

/** What is filled in stands between ‹ ›; other text is quoted. */
function textWords(template: Template): string {
  const [only, ...rest] = template;
  if (only !== undefined && typeof only !== 'string' && rest.length === 0) return `‹${expressionWords(only)}›`;
  return `"${filledText(template)}"`;
}

/** The text alone: `/api/orders/‹id›`. Line ends are shown as `\n`. */
export function filledText(template: Template): string {
  return template
    .map((part) => (typeof part === 'string' ? part.replaceAll('\n', '\\n') : `‹${expressionWords(part)}›`))
    .join('');
}

/** A text Value's text; other values in words. */
export const plainText = (value: Value): string =>
  value.is === 'text' ? filledText(value.template) : valueWords(value);

function expressionWords(expression: Expression): string {
  switch (expression.is) {
    case 'number':
      return expression.digits;
    case 'text':
      return `"${expression.value}"`;
    case 'variable':
      return builtIns[expression.name] ?? `${expression.name}${pathWords(expression.path)}`;
    case 'negate':
      return `minus ${operand(expression.of)}`;
    case 'operate':
      return `${operand(expression.left)} ${signs[expression.operator]} ${operand(expression.right)}`;
    case 'call':
      return callWords(expression.name, expression.args.map(operand));
    default:
      return unreachable(expression);
  }
}

/** `.items[0]["set-cookie"]` */
export const pathWords = (path: readonly (string | number)[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : /^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `["${part}"]`))
    .join('');

const builtIns: { readonly [name: string]: string } = {
  'app.url': "the app's address",
  'app.dir': "the app's folder",
  'work.dir': 'the work folder',
};

const signs = { '+': '+', '-': '-', '*': '×', '/': '÷', '%': 'modulo' } as const;

/** A part of a longer expression: in parentheses when it has parts itself. */
const operand = (expression: Expression): string =>
  ['operate', 'call', 'negate'].includes(expression.is)
    ? `(${expressionWords(expression)})`
    : expressionWords(expression);

function callWords(name: string, args: readonly string[]): string {
  const [first = '', second = ''] = args;
  switch (name) {
    case 'random.int':
      return `a new whole number from ${first} to ${second}`;
    case 'random.string':
      return `${first} new letters and digits`;
    case 'random.word':
      return 'a new word';
    case 'random.email':
      return 'a new e-mail address';
    case 'random.uuid':
      return 'a new UUID';
    case 'random.pick':
      return `one of ${args.join(', ')}, drawn anew`;
    case 'upper':
      return `${first} in capitals`;
    case 'lower':
      return `${first} in small letters`;
    case 'len':
      return `the length of ${first}`;
    case 'base64':
      return `${first} in base64`;
    case 'sha256':
      return `the SHA-256 of ${first}`;
    case 'json':
      return `${first} as JSON`;
    case 'now':
      return 'the time now';
    case 'round':
      return `${first} rounded`;
    case 'floor':
      return `${first} rounded down`;
    case 'ceil':
      return `${first} rounded up`;
    case 'abs':
      return `${first} without its sign`;
    case 'min':
      return `the smallest of ${args.join(', ')}`;
    case 'max':
      return `the largest of ${args.join(', ')}`;
    default:
      return `${name}(${args.join(', ')})`;
  }
}
