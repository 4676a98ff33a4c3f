import { isList, isMapping, literal, literalOf, variable, type Json, type Said } from './said.ts';
import { addVar, type Scope } from './scope.ts';
import { drawnFor, isPasswordKey } from './values.ts';

/** How many references are followed one after another. */
const hops = 12;

/** How deep a value goes, and how many parts it has: some schemas hold themselves many times. */
const most = { depth: 6, parts: 300 } as const;

/** The parts that may still be written. */
export interface Budget {
  left: number;
}
export const budget = (): Budget => ({ left: most.parts });
export const isSpent = (spending: Budget, depth: number): boolean => spending.left-- <= 0 || depth > most.depth;

/** What a reference inside the document leads to. Nothing when it leads out of it, nowhere or in circles. */
export function resolve(document: Json, value: Json): Json | undefined {
  let found: Json | undefined = value;
  for (let hop = 0; hop < hops; hop++) {
    const target: Json | undefined = found !== undefined && isMapping(found) ? found.get('$ref') : undefined;
    if (typeof target !== 'string') return found;
    if (!target.startsWith('#/')) return undefined;
    found = target
      .slice(2)
      .split('/')
      .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
      .reduce<Json | undefined>((at, part) => (at !== undefined && isMapping(at) ? at.get(part) : undefined), document);
  }
  return undefined;
}

/** What schemas came to. One that is part of itself is empty there, so that following it ends. */
const known = new WeakMap<object, ReadonlyMap<string, Json>>();

/** A schema with its references followed, `allOf` joined, and the first way of `oneOf` and `anyOf` taken. */
export function flattened(document: Json, schema: Json): ReadonlyMap<string, Json> {
  const found = resolve(document, schema);
  if (found === undefined || !isMapping(found)) return new Map();
  const before = known.get(found);
  if (before !== undefined) return before;
  known.set(found, new Map());
  const choices = found.get('oneOf') ?? found.get('anyOf');
  const chosen =
    choices !== undefined && isList(choices)
      ? choices.find((each) => typeOf(flattened(document, each)) !== 'null')
      : undefined;
  const joined = found.get('allOf');
  const parts = [...(joined !== undefined && isList(joined) ? joined : []), ...(chosen === undefined ? [] : [chosen])];
  const flat = parts.map((part) => flattened(document, part)).reduce(join, found);
  known.set(found, flat);
  return flat;
}

function join(one: ReadonlyMap<string, Json>, other: ReadonlyMap<string, Json>): ReadonlyMap<string, Json> {
  const both = new Map([...other, ...one]);
  const properties = [other.get('properties'), one.get('properties')].flatMap((each) =>
    each !== undefined && isMapping(each) ? [...each] : [],
  );
  if (properties.length > 0) both.set('properties', new Map(properties));
  const required = [other.get('required'), one.get('required')].flatMap((each) =>
    each !== undefined && isList(each) ? each : [],
  );
  if (required.length > 0) both.set('required', [...new Set(required)]);
  return both;
}

/** `string`; of several the first that is not null. */
export function typeOf(schema: ReadonlyMap<string, Json>): string | undefined {
  const type = schema.get('type');
  const first = type !== undefined && isList(type) ? (type.find((each) => each !== 'null') ?? 'null') : type;
  if (typeof first === 'string') return first;
  return schema.has('properties') ? 'object' : schema.has('items') ? 'array' : undefined;
}

export const nullable = (schema: ReadonlyMap<string, Json>): boolean => {
  const type = schema.get('type');
  return schema.get('nullable') === true || (type !== undefined && isList(type) && type.includes('null'));
};

/** A value of the right shape, drawn anew where the schema leaves it open. */
export function sampleOf(
  scope: Scope,
  document: Json,
  key: string,
  schema: Json,
  spending: Budget = budget(),
  depth = 0,
): Said {
  const flat = flattened(document, schema);
  if (flat.size === 0 || isSpent(spending, depth)) return null;
  const fixed = flat.get('const');
  if (fixed !== undefined) return literalOf(fixed);
  const choices = flat.get('enum');
  if (choices !== undefined && isList(choices)) return choice(scope, key, choices);
  switch (typeOf(flat) ?? '') {
    case 'object':
      return objectSample(scope, document, flat, spending, depth);
    case 'array':
      return [sampleOf(scope, document, key.replace(/s$/, ''), flat.get('items') ?? null, spending, depth + 1)];
    case 'integer':
    case 'number':
      return drawn(scope, key, numberRange(flat));
    case 'boolean':
      return true;
    case 'string':
      return textSample(scope, key, flat);
    default:
      return null;
  }
}

function choice(scope: Scope, key: string, choices: readonly Json[]): Said {
  const texts = choices.filter((each): each is string => typeof each === 'string' && /^[\w .:/-]+$/.test(each));
  if (texts.length < 2 || texts.length !== choices.length) return literalOf(choices[0] ?? null);
  return drawn(
    scope,
    key,
    `\${random.pick(${texts
      .slice(0, 20)
      .map((each) => `'${each}'`)
      .join(', ')})}`,
  );
}

/** What is required; of a schema that requires nothing, what it has. */
function objectSample(
  scope: Scope,
  document: Json,
  flat: ReadonlyMap<string, Json>,
  spending: Budget,
  depth: number,
): Said {
  const properties = flat.get('properties');
  if (properties === undefined || !isMapping(properties)) return new Map();
  const required = flat.get('required');
  const named =
    required !== undefined && isList(required) ? [...properties].filter(([key]) => required.includes(key)) : [];
  const wanted = (named.length > 0 ? named : [...properties].slice(0, 8)).filter(
    ([, below]) => flattened(document, below).get('readOnly') !== true,
  );
  return new Map(wanted.map(([key, below]) => [key, sampleOf(scope, document, key, below, spending, depth + 1)]));
}

const numberAt = (flat: ReadonlyMap<string, Json>, key: string): number | undefined => {
  const value = flat.get(key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
};

function numberRange(flat: ReadonlyMap<string, Json>): string {
  const above = numberAt(flat, 'exclusiveMinimum');
  const below = numberAt(flat, 'exclusiveMaximum');
  const least = Math.ceil(above === undefined ? (numberAt(flat, 'minimum') ?? 1) : above + 1);
  const greatest = Math.floor(
    below === undefined ? (numberAt(flat, 'maximum') ?? Math.max(999, least + 998)) : below - 1,
  );
  return `\${random.int(${safe(least)}, ${safe(Math.max(least, greatest))})}`;
}

const safe = (number: number): number => Math.max(-(2 ** 53 - 1), Math.min(number, 2 ** 53 - 1));

function textSample(scope: Scope, key: string, flat: ReadonlyMap<string, Json>): Said {
  const format = flat.get('format');
  if (isPasswordKey(key) || format === 'password') {
    return variable(addVar(scope, key, null, { value: `\${random.string(${length(flat, 16)})}`, secret: true }));
  }
  if (format === 'email') return drawn(scope, key, '${random.email()}');
  if (format === 'uuid') return drawn(scope, key, '${random.uuid()}');
  if (format === 'date') return drawn(scope, key, '20${random.int(27, 39)}-0${random.int(1, 9)}-${random.int(10, 28)}');
  if (format === 'date-time')
    return drawn(scope, key, '20${random.int(27, 39)}-0${random.int(1, 9)}-${random.int(10, 28)}T12:00:00Z');
  if (format === 'uri' || format === 'url') return drawn(scope, key, 'https://example.com/${random.word()}');
  const example = flat.get('example') ?? flat.get('default') ?? first(flat.get('examples'));
  const bounded = flat.has('minLength') || flat.has('maxLength');
  const pattern = flat.get('pattern');
  if (typeof pattern === 'string') {
    if (typeof example === 'string') return literal(example);
    const ask = `"${key}" has to match ${pattern}`;
    return variable(addVar(scope, key, null, { value: 'fill-in', secret: false, ask }));
  }
  if (typeof example === 'string') {
    const like = drawnFor(key, example);
    if (like !== undefined && !bounded) return drawn(scope, key, like.value);
    if (!bounded) return literal(example);
  }
  if (bounded) return drawn(scope, key, `\${random.string(${length(flat, 10)})}`);
  return drawn(scope, key, '${random.word()}');
}

const first = (value: Json | undefined): Json | undefined =>
  value !== undefined && isList(value) ? value[0] : undefined;

function length(flat: ReadonlyMap<string, Json>, usual: number): number {
  const least = Math.max(1, numberAt(flat, 'minLength') ?? 1);
  return Math.min(Math.max(usual, least), Math.max(least, numberAt(flat, 'maxLength') ?? 1000), 1000);
}

const drawn = (scope: Scope, key: string, value: Said): Said =>
  variable(addVar(scope, key, null, { value, secret: false }));
