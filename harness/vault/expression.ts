import type { Expression } from '../model/value.ts';
import { accept, skipSpace, stop, take, takeName, takeQuoted, type Cursor } from './cursor.ts';
import { takeSegments } from './selector.ts';

/** Told about each variable and call with its offsets in the text. */
export type Mark = (expression: Expression, start: number, end: number) => void;

/** Variables that every step has; the dot is part of the name. */
export const builtIns: readonly string[] = ['app.url', 'app.dir', 'work.dir'];

const deepest = 32;

/**
 * Parses one expression at the cursor, up to what can't belong to it:
 *
 *     sum      = product (('+' | '-') product)*
 *     product  = signed (('*' | '/' | '%') signed)*
 *     signed   = '-' signed | number | 'text' | '(' sum ')' | call | variable
 *     call     = name ('.' name)? '(' (sum (',' sum)*)? ')'
 *     variable = name ('.' name | '[' index or 'key' ']')*
 *
 * Trouble is left in the cursor; the expression returned then means nothing.
 */
export function takeExpression(cursor: Cursor, mark: Mark): Expression {
  return takeSum({ cursor, mark, depth: 0 });
}

interface Parser {
  readonly cursor: Cursor;
  readonly mark: Mark;
  readonly depth: number;
}

const nothing: Expression = { is: 'text', value: '' };

function takeSum(parser: Parser): Expression {
  return takeOperations(parser, /[+-]/y, takeProduct);
}

function takeProduct(parser: Parser): Expression {
  return takeOperations(parser, /[*/%]/y, takeSigned);
}

/** Left to right: `a - b - c` is `(a - b) - c`. */
function takeOperations(parser: Parser, operators: RegExp, operand: (parser: Parser) => Expression): Expression {
  let left = operand(parser);
  for (let terms = 1; ; terms++) {
    skipSpace(parser.cursor);
    const start = parser.cursor.at;
    const operator = take(parser.cursor, operators);
    if (operator === undefined) return left;
    // Each term nests the tree one deeper, and whoever walks it has a stack to mind.
    if (terms > deepest) {
      stop(parser.cursor, 'this expression is too long', start);
      return left;
    }
    left = { is: 'operate', operator: operator as '+' | '-' | '*' | '/' | '%', left, right: operand(parser) };
  }
}

function takeSigned(outer: Parser): Expression {
  const { cursor } = outer;
  skipSpace(cursor);
  const start = cursor.at;
  const parser = { ...outer, depth: outer.depth + 1 };
  if (parser.depth > deepest) {
    stop(cursor, 'this expression is nested too deep', start);
    return nothing;
  }
  if (accept(cursor, '-')) return { is: 'negate', of: takeSigned(parser) };
  if (accept(cursor, '(')) return takeInParentheses(parser, start);
  const digits = take(cursor, /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?/y);
  if (digits !== undefined) return { is: 'number', digits };
  const text = takeQuoted(cursor);
  if (text !== undefined) return { is: 'text', value: text };
  return takeNamed(parser);
}

function takeInParentheses(parser: Parser, open: number): Expression {
  const inner = takeSum(parser);
  if (!accept(parser.cursor, ')')) stop(parser.cursor, '"(" without its ")"', open);
  return inner;
}

function takeNamed(parser: Parser): Expression {
  const { cursor, mark } = parser;
  const start = cursor.at;
  const call = take(cursor, /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)?(?=\()/y);
  if (call !== undefined) {
    const end = cursor.at;
    const expression: Expression = { is: 'call', name: call, args: takeArguments(parser) };
    mark(expression, start, end);
    return expression;
  }
  const name = takeName(cursor);
  if (name === undefined) {
    const found = cursor.text[start];
    const instead = found === undefined || found === '}' ? '' : `, not ${JSON.stringify(found)}`;
    stop(cursor, `a variable, a number, a 'text' or a call is expected here${instead}`, start);
    return nothing;
  }
  const path = takeSegments(cursor);
  const builtIn = `${name}.${path[0]}`;
  const expression: Expression = builtIns.includes(builtIn)
    ? { is: 'variable', name: builtIn, path: path.slice(1) }
    : { is: 'variable', name, path };
  mark(expression, start, cursor.at);
  return expression;
}

function takeArguments(parser: Parser): readonly Expression[] {
  const { cursor } = parser;
  const open = cursor.at;
  accept(cursor, '(');
  skipSpace(cursor);
  if (accept(cursor, ')')) return [];
  const args = [takeSum(parser)];
  while (accept(cursor, ',')) args.push(takeSum(parser));
  if (!accept(cursor, ')')) stop(cursor, '"(" without its ")"', open);
  return args;
}
