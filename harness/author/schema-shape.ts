import { expected, expectedKey, isList, isMapping, mapOf, type Json, type Said } from './said.ts';
import { budget, flattened, isSpent, nullable, typeOf, type Budget } from './schema-sample.ts';
import { isPasswordKey } from './values.ts';

/** What an answer must be like by its schema; what was sent under the same name comes back. */
export function expectationOf(document: Json, schema: Json, sent: Said | undefined): Said | undefined {
  const shape = shapeOf(
    { document, sent: sent !== undefined && isMapping(sent) ? sent : new Map<string, Said>(), spending: budget() },
    schema,
    0,
  );
  return shape === '$any' ? undefined : shape;
}

interface Context {
  readonly document: Json;
  readonly sent: ReadonlyMap<string, Said>;
  readonly spending: Budget;
}

function shapeOf(context: Context, schema: Json, depth: number): Said {
  const flat = flattened(context.document, schema);
  if (flat.size === 0 || isSpent(context.spending, depth)) return '$any';
  const shape = plainShape(context, flat, depth);
  return nullable(flat) && shape !== '$any' ? mapOf({ $oneOf: [null, shape] }) : shape;
}

const formats: { readonly [format: string]: string } = {
  uuid: '$uuid',
  email: '$email',
  date: '$date',
  'date-time': '$datetime',
  uri: '$url',
  url: '$url',
};

function plainShape(context: Context, flat: ReadonlyMap<string, Json>, depth: number): Said {
  const choices = flat.get('enum');
  if (
    choices !== undefined &&
    isList(choices) &&
    choices.length > 0 &&
    choices.length <= 12 &&
    choices.every((each) => typeof each !== 'object')
  ) {
    return mapOf({ $oneOf: choices.map((each) => (typeof each === 'string' ? expected(each) : each)) });
  }
  const format = flat.get('format');
  switch (typeOf(flat) ?? '') {
    case 'object':
      return objectShape(context, flat, depth);
    case 'array':
      return '$array';
    case 'integer':
      return '$integer';
    case 'number':
      return '$number';
    case 'boolean':
      return '$boolean';
    case 'string':
      return (typeof format === 'string' && Object.hasOwn(formats, format) ? formats[format] : undefined) ?? '$string';
    default:
      return '$any';
  }
}

function objectShape(context: Context, flat: ReadonlyMap<string, Json>, depth: number): Said {
  const properties = flat.get('properties');
  if (properties === undefined || !isMapping(properties)) return '$object';
  const required = flat.get('required');
  const promised = required !== undefined && isList(required) ? required : [];
  const entries = [...properties].flatMap(([key, below]) => {
    const echo = depth === 0 ? context.sent.get(key) : undefined;
    const written = flattened(context.document, below);
    if (written.get('writeOnly') === true || isPasswordKey(key)) return [];
    if (echo !== undefined && typeof echo !== 'object') return [[expectedKey(key), echo] as const];
    return promised.includes(key) ? [[expectedKey(key), shapeOf(context, below, depth + 1)] as const] : [];
  });
  const hidden =
    depth > 0 ? [] : [...context.sent.keys()].filter((key) => isPasswordKey(key) && !promised.includes(key));
  const all = [...entries, ...hidden.map((key) => [expectedKey(key), '$absent'] as const)];
  return all.length === 0 ? '$object' : new Map(all);
}
