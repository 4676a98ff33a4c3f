import { type Span, unreachable } from '../model/problem.ts';
import { type Data, type Entry, ExactNumber, type Expression, type Value } from '../model/value.ts';
import { closest } from '../vault/suggest.ts';
import { negate, operate } from './arithmetic.ts';
import { textOf } from './data.ts';
import { describeKind } from './describe.ts';
import { type Fault, faulty, fillEach, filled, type Filled, andThen } from './fault.ts';
import { call, maxText } from './functions.ts';
import { follow } from './path.ts';
import type { RandomStream } from './random.ts';
import { bind, type Scope } from './scope.ts';

/** The value that a scenario's YAML stands for: templates filled, one `${...}` alone keeps its type. */
export function fill(value: Value, scope: Scope, random?: RandomStream): Filled<Data> {
  switch (value.is) {
    case 'null':
      return filled(null);
    case 'boolean':
      return filled(value.value);
    case 'number':
      return filled(new ExactNumber(value.digits));
    case 'text':
      return fillTemplate(value, scope, random);
    case 'list':
      return fillEach(value.items, (item) => fill(item, scope, random));
    case 'map':
      return andThen(
        fillEach(value.entries, (entry) => fillEntry(entry, scope, random)),
        (pairs) => filled(new Map(pairs)),
      );
    default:
      return unreachable(value);
  }
}

const fillEntry = (entry: Entry, scope: Scope, random?: RandomStream): Filled<readonly [string, Data]> =>
  andThen(fill(entry.value, scope, random), (data) => filled([entry.key, data]));

/** The same as text: a number by its digits, lists and maps as JSON. At most `maxText` characters. */
export function fillText(value: Value, scope: Scope, random?: RandomStream): Filled<string> {
  return andThen(fill(value, scope, random), (data) => bounded(textOf(data, maxText), value, scope));
}

/** Binds the variables of `vars:`, top to bottom; each may use those before it. */
export function fillVariables(entries: readonly Entry[], scope: Scope, random?: RandomStream): Filled<Scope> {
  let grown = scope;
  for (const { key, value } of entries) {
    const data = fill(value, grown, random);
    if (!data.ok) return data;
    grown = bind(grown, key, data.value);
  }
  return filled(grown);
}

function fillTemplate(value: Value & { is: 'text' }, scope: Scope, random?: RandomStream): Filled<Data> {
  const { template, at } = value;
  const [only] = template;
  if (template.length === 1 && typeof only === 'object') return evaluate(only, scope, at, random);
  let text = '';
  for (const part of template) {
    const data = typeof part === 'string' ? filled(part) : evaluate(part, scope, at, random);
    if (!data.ok) return data;
    text += textOf(data.value, maxText);
    if (text.length > maxText) break;
  }
  return bounded(text, value, scope);
}

const bounded = (text: string, value: Value, scope: Scope): Filled<string> =>
  text.length > maxText
    ? faulty(value.at, `the text is longer than ${maxText} characters`, blameFor(value, scope))
    : filled(text);

/**
 * What stands inside one `${...}`; `at` is the place of the whole scalar. Total: every expression ends in a value or a
 * Fault, and the Fault is the candidate's when a saved variable takes part in it.
 */
export function evaluate(expression: Expression, scope: Scope, at: Span, random?: RandomStream): Filled<Data> {
  const result = compute(expression, { scope, at, random });
  if (result.ok || !namesSaved(expression, scope)) return result;
  return { ok: false, fault: { ...result.fault, blame: 'candidate' } };
}

interface Context {
  readonly scope: Scope;
  readonly at: Span;
  readonly random: RandomStream | undefined;
}

function compute(expression: Expression, context: Context): Filled<Data> {
  switch (expression.is) {
    case 'number':
      return filled(new ExactNumber(expression.digits));
    case 'text':
      return filled(expression.value);
    case 'variable':
      return lookUp(expression, context);
    case 'call':
      return computeCall(expression, context);
    case 'negate':
      return andThen(computeNumber(expression.of, '-', context), (digits) => filled(new ExactNumber(negate(digits))));
    case 'operate':
      return computeOperation(expression, context);
    default:
      return unreachable(expression);
  }
}

function computeCall({ name, args }: Expression & { is: 'call' }, context: Context): Filled<Data> {
  const { scope, at, random } = context;
  return andThen(
    fillEach(args, (arg) => compute(arg, context)),
    (values) => {
      const called = call(name, values, random === undefined ? { now: scope.now } : { now: scope.now, random });
      return called.ok ? called : faulty(at, `${name}() ${called.why}`);
    },
  );
}

function computeOperation({ operator, left, right }: Expression & { is: 'operate' }, context: Context): Filled<Data> {
  return andThen(computeNumber(left, operator, context), (a) =>
    andThen(computeNumber(right, operator, context), (b) => {
      const computed = operate(operator, a, b);
      return computed.ok ? filled(new ExactNumber(computed.value)) : faulty(context.at, computed.why);
    }),
  );
}

function computeNumber(expression: Expression, operator: string, context: Context): Filled<string> {
  return andThen(compute(expression, context), (data) =>
    data instanceof ExactNumber
      ? filled(data.digits)
      : faulty(context.at, `"${operator}" takes numbers, not ${describeKind(data)}`),
  );
}

function lookUp({ name, path }: Expression & { is: 'variable' }, { scope, at }: Context): Filled<Data> {
  // `app.url` may come as a name with a dot; it is the key `url` of `app`.
  const [head = name, ...rest] = name.split('.');
  const start = scope.variables.get(head);
  if (start === undefined) {
    const near = closest(head, scope.variables.keys());
    return faulty(at, `undefined variable "${head}"${near === undefined ? '' : `; did you mean "${near}"?`}`);
  }
  const followed = follow(start, head, [...rest, ...path]);
  if (followed.is === 'found') return filled(followed.data);
  return faulty(at, `there is no ${followed.path}${followed.why === '' ? '' : `; ${followed.why}`}`);
}

/** Who is to blame when a filled value can't be used: the candidate, when a value saved from its answer is in it. */
export function blameFor(value: Value, scope: Scope): Fault['blame'] {
  return holdsSaved(value, scope) ? 'candidate' : 'scenario';
}

/** Does a value name one that the candidate chose? */
export function holdsSaved(value: Value, scope: Scope): boolean {
  switch (value.is) {
    case 'null':
    case 'boolean':
    case 'number':
      return false;
    case 'text':
      return value.template.some((part) => typeof part === 'object' && namesSaved(part, scope));
    case 'list':
      return value.items.some((item) => holdsSaved(item, scope));
    case 'map':
      return value.entries.some((entry) => holdsSaved(entry.value, scope));
    default:
      return unreachable(value);
  }
}

/** Does an expression read a value that the candidate chose? */
function namesSaved(expression: Expression, scope: Scope): boolean {
  switch (expression.is) {
    case 'number':
    case 'text':
      return false;
    case 'variable':
      return scope.saved.has(expression.name);
    case 'call':
      return expression.args.some((arg) => namesSaved(arg, scope));
    case 'negate':
      return namesSaved(expression.of, scope);
    case 'operate':
      return namesSaved(expression.left, scope) || namesSaved(expression.right, scope);
    default:
      return unreachable(expression);
  }
}
