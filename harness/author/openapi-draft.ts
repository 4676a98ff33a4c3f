import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Draft, DraftStep } from './draft.ts';
import { subjectOf, variableName } from './names.ts';
import { answerOf, basePath, bodyOf, get, listOf, nameOf, operationsOf, schemaOf, type Found } from './openapi.ts';
import { isMapping, literal, mapOf, variable, type Json, type Said, type SaidMap } from './said.ts';
import { flattened, resolve, sampleOf } from './schema-sample.ts';
import { expectationOf } from './schema-shape.ts';
import { addVar, startScope, type Scope } from './scope.ts';

/** Operations that are made into scenarios at once. */
const most = 200;

export interface Operation {
  readonly method: string;
  /** As documented: `/users/{id}`. */
  readonly path: string;
  readonly draft: Draft;
}

interface Source {
  readonly document: Json;
  /** The path that all operations lie below. */
  readonly base: string;
}

/** One scenario for each operation, or for those that were chosen. `name` is for one operation alone. */
export function draftOperations(
  document: Json,
  chosen: { readonly path?: string; readonly method?: string; readonly name?: string },
): Result<readonly Operation[]> {
  const all = operationsOf(document);
  const wanted = all.filter(
    ({ path, method }) =>
      (chosen.path === undefined || path === chosen.path) &&
      (chosen.method === undefined || method === chosen.method.toUpperCase()),
  );
  if (wanted.length === 0) {
    const notes = all.slice(0, 12).map(({ method, path }) => `${method} ${path}`);
    return fail(
      problem('no-such-operation', 'the document has no such operation', {
        notes: [`it has ${notes.join(', ')}${all.length > 12 ? ', …' : ''}`],
      }),
    );
  }
  if (wanted.length > most)
    return fail(
      problem('too-large', `the document has ${wanted.length} operations, and ${most} is the most at once`, {
        fix: 'choose with --path',
      }),
    );
  const source = { document, base: basePath(document) };
  return ok(
    wanted.map((found) => ({
      method: found.method,
      path: found.path,
      draft: draftOperation(source, found, all, wanted.length === 1 ? chosen.name : undefined),
    })),
  );
}

function draftOperation(source: Source, found: Found, all: readonly Found[], name: string | undefined): Draft {
  const { document } = source;
  const scope = startScope();
  const summary = get(found.said, 'summary') ?? get(found.said, 'operationId');
  const words = typeof summary === 'string' && summary.length < 80 ? `: ${summary}` : '';
  const maker = makerOf(document, found, all);
  const made = maker === undefined ? undefined : stepOf(scope, source, maker.operation, undefined);
  if (maker !== undefined) scope.roles.set(`path ${maker.parameter}`, maker.id);
  const sent = maker === undefined ? undefined : new Map([...(made?.sent ?? []), [maker.key, variable(maker.id)]]);
  const step = stepOf(scope, source, found, sent);
  const again = all.find(({ method, path }) => found.method === 'DELETE' && method === 'GET' && path === found.path);
  const gone =
    again === undefined || maker === undefined
      ? []
      : [{ asks: [], said: goneStep(stepOf(scope, source, again, undefined).step.said) }];
  return {
    name: literal(name ?? `${found.method} ${found.path}${words}`),
    vars: scope.vars,
    secrets: scope.secrets,
    before:
      made === undefined || maker === undefined
        ? []
        : [{ ...made.step, said: new Map([...made.step.said, ['save', mapOf({ [maker.id]: `body.${maker.key}` })]]) }],
    steps: [step.step, ...gone],
    asks: [],
  };
}

/** What was deleted isn't found any more. */
const goneStep = (read: SaidMap): SaidMap => mapOf({ http: read.get('http'), expect: mapOf({ status: '4xx' }) });

interface Maker {
  readonly operation: Found;
  /** Of the path: `userId`. */
  readonly parameter: string;
  /** Of the answer: `id`. */
  readonly key: string;
  /** The variable that it is saved as. */
  readonly id: string;
}

/** What is read, changed or deleted has to be there: the operation that makes one, when there is one that can. */
function makerOf(document: Json, { path }: Found, all: readonly Found[]): Maker | undefined {
  const [end, parameter] = /\/\{([^{}]+)\}$/.exec(path) ?? [];
  if (end === undefined || parameter === undefined) return undefined;
  const above = path.slice(0, -end.length);
  const operation = all.find((each) => each.method === 'POST' && each.path === above);
  if (operation === undefined || above.includes('{')) return undefined;
  const properties = flattened(document, answerOf(document, operation.said)?.schema ?? null).get('properties');
  if (properties === undefined || !isMapping(properties)) return undefined;
  const key = [parameter, 'id', '_id', 'uuid'].find((each) => properties.has(each) && /^\w+$/.test(each));
  if (key === undefined) return undefined;
  return {
    operation,
    parameter,
    key,
    id: variableName(parameter === 'id' ? `${subjectOf(above) || 'thing'} id` : parameter),
  };
}

/** One operation as a step. `known` is what is known of the thing that it is about; what the step sends is told back. */
function stepOf(
  scope: Scope,
  { document, base }: Source,
  { method, path, said, shared }: Found,
  known: SaidMap | undefined,
): { readonly step: DraftStep; readonly sent: SaidMap } {
  const asks: string[] = [];
  const parameters = [...shared, ...listOf(get(said, 'parameters'))].flatMap((each) => resolve(document, each) ?? []);
  const inPlace = (place: string): readonly Json[] => parameters.filter((each) => get(each, 'in') === place);
  const required = (place: string): SaidMap => {
    const entries = inPlace(place)
      .filter((each) => get(each, 'required') === true)
      .map((each) => [nameOf(each), sampleOf(scope, document, nameOf(each), schemaOf(each))] as const);
    return new Map(entries.filter(([key]) => !/^(authorization|content-type|accept)$/i.test(key)));
  };
  const filled = path.replaceAll(/\{([^{}]+)\}/g, (_, name: string) =>
    pathValue(scope, document, name, inPlace('path')),
  );
  const body = bodyOf(document, said, inPlace('body'));
  const sent = body === undefined ? undefined : sampleOf(scope, document, 'body', body.schema);
  const answer = answerOf(document, said);
  const rest = {
    query: full(required('query')),
    headers: full(required('header')),
    ...credentials(scope, document, said, asks),
    ...(sent === undefined || body === undefined ? {} : { [body.is]: sent }),
  };
  const request = `${method} ${literal(base)}${filled}`;
  const http = Object.values(rest).every((value) => value === undefined) ? request : mapOf({ request, ...rest });
  const told = new Map([...(known ?? []), ...(sent !== undefined && isMapping(sent) ? sent : [])]);
  const shape = answer?.schema === undefined ? undefined : expectationOf(document, answer.schema, told);
  if (answer === undefined) asks.push('the document names no good answer: which status is right?');
  const expect = mapOf({ status: answer?.status ?? '2xx', body: shape });
  return { step: { asks, said: mapOf({ http, expect }) }, sent: told };
}

const full = (map: SaidMap): SaidMap | undefined => (map.size === 0 ? undefined : map);

function pathValue(scope: Scope, document: Json, name: string, parameters: readonly Json[]): string {
  const known = scope.roles.get(`path ${name}`);
  if (known !== undefined) return variable(known);
  const schema = schemaOf(parameters.find((each) => nameOf(each) === name) ?? null);
  const example = get(schema, 'example') ?? get(schema, 'default');
  const value =
    typeof example === 'string' || typeof example === 'number'
      ? typeof example === 'string'
        ? literal(example)
        : example
      : 'fill-in';
  const made = addVar(scope, name, null, {
    value,
    secret: false,
    ask: `a "${name}" that is there when the app starts; or make one in a step before, and save it`,
  });
  scope.roles.set(`path ${name}`, made);
  return variable(made);
}

/** What opens the door: asked for, for no document says who may. */
function credentials(scope: Scope, document: Json, said: SaidMap, asks: string[]): { readonly [key: string]: Said } {
  const [first] = listOf(said.get('security') ?? get(document, 'security'));
  const name = first !== undefined && isMapping(first) ? [...first.keys()][0] : undefined;
  if (name === undefined) return {};
  const schemes = get(get(document, 'components') ?? null, 'securitySchemes') ?? get(document, 'securityDefinitions');
  const scheme = resolve(document, get(schemes ?? null, name) ?? null) ?? null;
  const known = scope.roles.get('credentials');
  const ask = 'the token of a log-in; better: log in with a step before, and save: { token: body.token } there';
  const token = (): string => {
    const made = known ?? addVar(scope, 'token', null, { value: 'fill-in', secret: true, ask });
    scope.roles.set('credentials', made);
    return variable(made);
  };
  const where = get(scheme, 'name');
  if (get(scheme, 'type') === 'apiKey' && get(scheme, 'in') === 'header' && typeof where === 'string')
    return { headers: mapOf({ [where]: token() }) };
  if (get(scheme, 'type') === 'http' && get(scheme, 'scheme') === 'basic')
    return { basic: mapOf({ user: 'fill-in', password: token() }) };
  if (get(scheme, 'type') === 'http' || get(scheme, 'type') === 'oauth2') return { bearer: token() };
  asks.push(`this needs "${name}": log in with a step before`);
  return {};
}
