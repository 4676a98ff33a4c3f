import { unreachable, type Span } from '../../model/problem.ts';
import type { Scenario, Step } from '../../model/scenario.ts';
import type { Expression, Value } from '../../model/value.ts';
import { complain, type Reading } from '../reading.ts';
import { literalOf } from '../values.ts';
import { expectedBy, sentBy, type Literal } from './literals.ts';

/**
 * Warns of data that is sent and then expected back, the same in every run: who has seen it once can answer without doing
 * the work. Where anything drawn is part of the request or of what is expected, a remembered answer would not do.
 */
export function lintGuessable(reading: Reading, { vars, before, steps }: Scenario): void {
  const written = new Map(vars.map(({ key, value }) => [key, value]));
  const known: Known = { written, drawn: drawnNames(written) };
  const sent: Sent[] = [];
  const found = new Map<string, { readonly at: Span; readonly sentOn: number; readonly seen: Datum }>();
  for (const step of [...before, ...steps]) {
    const sending = sentBy(step.action);
    const fresh = sending.some(({ value }) => isDrawn(known, value));
    if (!fresh) sent.push(...data(known, sending).map((datum) => ({ ...datum, line: datum.at.line })));
    const expected = expectedBy(step);
    if (expected.some(({ value }) => isDrawn(known, value)) || asksForDrawn(known, step)) continue;
    for (const seen of data(known, expected)) {
      const source = sent.find((one) => answers(seen, one));
      if (source === undefined || found.has(source.text)) continue;
      found.set(source.text, { at: seen.at, sentOn: source.line, seen: source });
    }
  }
  const [first, ...others] = found.values();
  if (first === undefined) return;
  const { at, sentOn, seen } = first;
  complain(reading, 'guessable-literal', at, `${shown(seen)} is sent and then expected, the same in every run`, {
    severity: 'warning',
    notes: [
      ...(sentOn === at.line ? [] : [`sent on line ${sentOn}`]),
      ...(others.length === 0 ? [] : [`so ${others.length === 1 ? 'is' : 'are'} ${others.map(also).join(', ')}`]),
      'a candidate that has seen it can give the answer without doing the work',
    ],
    fix: `draw it under "vars", such as ${seen.key === '' ? 'it' : seen.key}: ${drawing(seen)}`,
  });
}

interface Datum {
  readonly key: string;
  readonly text: string;
  readonly number: boolean;
  readonly at: Span;
}

type Sent = Datum & { readonly line: number };

interface Known {
  /** `vars`, by name. */
  readonly written: ReadonlyMap<string, Value>;
  /** Names of those that `random.*` has a part in. */
  readonly drawn: ReadonlySet<string>;
}

const also = ({ at, seen }: { readonly at: Span; readonly seen: Datum }): string => `${shown(seen)} on line ${at.line}`;

const shown = ({ text, number }: Datum): string => {
  const short = text.length > 40 ? `${text.slice(0, 39)}…` : text;
  return number ? short : JSON.stringify(short);
};

function drawing({ text, number }: Datum): string {
  if (number) return `\${random.int(1${'0'.repeat(text.length - 1)}, ${'9'.repeat(text.length)})}`;
  if (/^\S+@\S+$/.test(text)) return '${random.email()}';
  if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) return '${random.uuid()}';
  const [first = ''] = text.split(/\s+/);
  return /\s/.test(text) && /^[A-Za-z]+$/.test(first) ? `${first} \${random.word()}` : '${random.word()}';
}

/** `Buy milk` answers `Buy milk`; so does `Added: Buy milk`, where it can't be there by chance. */
function answers(seen: Datum, sent: Datum): boolean {
  if (seen.number !== sent.number) return false;
  if (seen.text === sent.text) return true;
  return !sent.number && sent.text.length >= 6 && /[\s@]/.test(sent.text) && seen.text.includes(sent.text);
}

/** Those that look like somebody's data, and not like one of a few words that an application knows. */
function data(known: Known, literals: readonly Literal[]): readonly Datum[] {
  return literals.flatMap(({ key, value }) => {
    const own = resolved(known, value);
    if (own?.is === 'number') return /^\d{3,15}$/.test(own.digits) ? [datum(key, own.digits, true, own.at)] : [];
    const text = literalOf(own)?.trim() ?? '';
    return own !== undefined && looksLikeData(key, text) ? [datum(key, text, false, own.at)] : [];
  });
}

const datum = (key: string, text: string, number: boolean, at: Span): Datum => ({ key, text, number, at });

/** What `${name}` alone stands for, when "vars" says it in so many words. */
function resolved({ written }: Known, value: Value): Value | undefined {
  const [only, ...rest] = value.is === 'text' ? value.template : [];
  if (only === undefined || typeof only === 'string' || rest.length > 0) return value;
  return only.is === 'variable' && only.path.length === 0 ? written.get(only.name) : undefined;
}

const vocabulary =
  /^(?:.*(?:status|state|type|kind|role|unit|level|priority|category|colou?r|format|method|mode|locale|lang|language|currency|country|plan|action|event|code|tags?))$/i;
const naming = /name|title|mail|user|login|slug|subject|text|message|comment|content|note|address|city|phone|sku/i;

function looksLikeData(key: string, text: string): boolean {
  if (text.length < 4 || text.length > 400 || vocabulary.test(key)) return false;
  return naming.test(key) || /\s.*[A-Za-z]|@|[A-Za-z].*\d|\d{3}/.test(text);
}

function drawnNames(written: ReadonlyMap<string, Value>): ReadonlySet<string> {
  const drawn = new Set<string>();
  for (const [name, value] of written) if (isDrawn({ written, drawn }, value)) drawn.add(name);
  return drawn;
}

function isDrawn(known: Known, value: Value): boolean {
  if (value.is === 'list') return value.items.some((item) => isDrawn(known, item));
  if (value.is === 'map') return value.entries.some((entry) => isDrawn(known, entry.value));
  return value.is === 'text' && value.template.some((part) => typeof part !== 'string' && draws(known, part));
}

function draws(known: Known, expression: Expression): boolean {
  switch (expression.is) {
    case 'variable':
      return known.drawn.has(expression.name);
    case 'call':
      return expression.name.startsWith('random.') || expression.args.some((argument) => draws(known, argument));
    case 'negate':
      return draws(known, expression.of);
    case 'operate':
      return draws(known, expression.left) || draws(known, expression.right);
    case 'number':
    case 'text':
      return false;
    default:
      return unreachable(expression);
  }
}

/** `GET /posts?q=${word}`: an answer learnt by heart is no answer to that. */
function asksForDrawn(known: Known, { action }: Step): boolean {
  if (action.kind === 'http') {
    return isDrawn(known, action.path) || action.query.some(({ value }) => isDrawn(known, value));
  }
  return action.kind === 'run' && action.command.some((word) => isDrawn(known, word));
}
