import * as fc from 'fast-check';
import { unreachable } from '../../../harness/model/problem.ts';
import type { Expression, Template, Value } from '../../../harness/model/value.ts';
import { at } from '../values.ts';

/** Names that mean something to JavaScript are names like all others. */
export const names = fc.constantFrom('a', 'user_1', 'B', '_', 'constructor', 'toString', 'hasOwnProperty', '__proto__');

/** Any text that a file can hold, with much of what means something to YAML and to templates. */
export const words = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...[
          '$',
          '$$',
          '${',
          '}',
          '{',
          ' ',
          '\n',
          '  ',
          '#',
          ': ',
          '- ',
          "'",
          '"',
          '\\',
          '&a',
          '*a',
          '!t',
          '%',
          '|',
          '>',
        ],
        ...['no', 'null', '~', '1', '0x1', 'true', '---', '<<', '=', '\t', 'é', '漢', '😀', 'x', 'word', '[', ']', ','],
      ),
      fc.string({ maxLength: 4, unit: 'grapheme' }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));

const path = fc.array(fc.oneof(names, words, fc.integer({ min: -99, max: 99_999 })), { maxLength: 3 });

const digits = fc.oneof(
  fc.nat().map(String),
  fc.tuple(fc.nat(), fc.stringMatching(/^[0-9]{1,20}$/)).map((parts) => parts.join('.')),
  fc.bigInt({ min: 0n, max: 10n ** 40n }).map(String),
);

const callable = fc.constantFrom('round', 'upper', 'len', 'json', 'min', 'now', 'nothing', 'random.int', 'random.pick');

/** Expressions of every form, as deep as the parser takes them. */
export const { expression: expressions } = fc.letrec<{ expression: Expression }>((tie) => ({
  expression: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ is: fc.constant('number' as const), digits }),
    fc.record({ is: fc.constant('text' as const), value: words }),
    fc.record({ is: fc.constant('variable' as const), name: names, path }),
    fc.constantFrom('app.url', 'app.dir', 'work.dir').map((name): Expression => ({ is: 'variable', name, path: [] })),
    fc.record({
      is: fc.constant('call' as const),
      name: callable,
      args: fc.array(tie('expression'), { maxLength: 3 }),
    }),
    fc.record({ is: fc.constant('negate' as const), of: tie('expression') }),
    fc.record({
      is: fc.constant('operate' as const),
      operator: fc.constantFrom('+', '-', '*', '/', '%'),
      left: tie('expression'),
      right: tie('expression'),
    }),
  ),
}));

/** Never two literals in a row, nor a `$` right before an expression: nobody could write that. */
const templates: fc.Arbitrary<Template> = fc
  .array(fc.oneof({ weight: 2, arbitrary: words }, { weight: 1, arbitrary: expressions }), { maxLength: 4 })
  .map((parts) => {
    const merged: (string | Expression)[] = [];
    for (const part of parts) {
      const last = merged.at(-1);
      const literal = typeof last === 'string' ? last : '';
      if (literal !== '') merged.pop();
      if (typeof part === 'string') merged.push(literal + part);
      else merged.push(...(literal === '' ? [] : [literal.endsWith('$') ? `${literal}.` : literal]), part);
    }
    const whole = merged.filter((part) => part !== '');
    return whole.length === 0 ? [''] : whole;
  });

export const texts: fc.Arbitrary<Value & { is: 'text' }> = templates.map((template) => ({ is: 'text', template, at }));

/** Prints an expression with as many parentheses as it takes to be read as it is. */
export function printExpression(expression: Expression): string {
  switch (expression.is) {
    case 'number':
      return expression.digits;
    case 'text':
      return quote(expression.value);
    case 'variable':
      return expression.name + printPath(expression.path);
    case 'call':
      return `${expression.name}(${expression.args.map(printExpression).join(', ')})`;
    case 'negate':
      return `-(${printExpression(expression.of)})`;
    case 'operate':
      return `(${printExpression(expression.left)}) ${expression.operator} (${printExpression(expression.right)})`;
    default:
      return unreachable(expression);
  }
}

export const printPath = (steps: readonly (string | number)[]): string =>
  steps
    .map((step) => {
      if (typeof step === 'number') return `[${step}]`;
      return /^[A-Za-z_]\w*$/.test(step) ? `.${step}` : `[${quote(step)}]`;
    })
    .join('');

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A template as an author writes it. */
export const printTemplate = (template: Template): string =>
  template
    .map((part) => (typeof part === 'string' ? part.replaceAll('${', () => '$${') : `\${${printExpression(part)}}`))
    .join('');
