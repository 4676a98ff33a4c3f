import type { Draft, DraftStep } from './draft.ts';
import { headerOf, readable, type Content, type Exchange } from './exchange.ts';
import { placeInText, valuesIn } from './found.ts';
import {
  expected,
  isKey,
  isList,
  isMapping,
  literal,
  mapOf,
  parseJson,
  variable,
  type Json,
  type Said,
  type SaidMap,
} from './said.ts';
import { addVar, bring, isIdKey, linked, sayValue, startScope, type Scope } from './scope.ts';
import { shapeOf } from './shape.ts';
import { isPasswordKey, isUuid } from './values.ts';

/** Writes a scenario of requests as they were made: what one answer brought and a later request sends is saved in between. */
export function draftOf(name: string, exchanges: readonly Exchange[], asks: readonly string[]): Draft {
  const scope = startScope();
  const written = exchanges.map((exchange, index) => stepOf(scope, readable(exchange), index, exchanges));
  const steps = written.map((step, index) => withSaves(step, scope.saves.get(index)));
  return { name: literal(name), vars: scope.vars, secrets: scope.secrets, before: [], steps, asks };
}

function withSaves({ said, asks }: DraftStep, saves: SaidMap | undefined): DraftStep {
  return { asks, said: saves === undefined ? said : new Map([...said, ['save', saves]]) };
}

const logIn = /log-?in|sign-?in|session|auth|token/i;

function stepOf(scope: Scope, exchange: Exchange, index: number, all: readonly Exchange[]): DraftStep {
  const { method, target, answer } = exchange;
  scope.existing = logIn.test(target) && !/sign-?up|register/i.test(target) && passwordIsNew(scope, exchange.content);
  for (const value of handedOn(exchange)) findInPages(scope, value, all.slice(0, index));
  // First, for a path may name what the body says anew: PUT /notes/Tea { title: Tea }.
  const content = sayContent(scope, exchange.content);
  const [path, query] = sayTarget(scope, target);
  const asks: string[] = [...exchange.asks, ...oddFields(exchange)];
  const rest = {
    query,
    ...sayHeaders(scope, exchange, asks),
    ...content,
    redirects: exchange.redirects,
  };
  const request = `${method} ${path}`;
  const plain = Object.values(rest).every((value) => value === undefined);
  const http = plain ? request : mapOf({ request, ...rest });
  const { said, body } = sayAnswer(scope, exchange);
  if (body !== undefined) bring(scope, index, target, valuesIn(body));
  const location = answer === undefined ? undefined : headerOf(answer.headers, 'location');
  if (location !== undefined) bring(scope, index, target, idIn(location));
  if (answer === undefined) asks.push('what must the answer hold? for example body: { id: $any }');
  return { said: mapOf({ http, expect: said }), asks };
}

/** Fields that a scenario has no way to name. */
function oddFields({ target, content }: Exchange): readonly string[] {
  const query = [...new URLSearchParams(target.split(/\?(.*)/s)[1] ?? '')].map(([key]) => key);
  const fields = content?.is === 'form' ? content.fields.map(([key]) => key) : [];
  const parts = content?.is === 'multipart' ? content.parts.map(({ name }) => name) : [];
  const odd = [...query, ...fields, ...parts].filter((key) => !isKey(key));
  return odd.map((key) => `the field ${JSON.stringify(key.slice(0, 40))} was left out: a scenario can't name it`);
}

/** The end of a redirect's path, where a new thing's id stands. */
function idIn(location: string): readonly { readonly key: string; readonly value: Json; readonly from: Said }[] {
  const id = /\/([^/?#]*\d[^/?#]*)\/?$/.exec(location)?.[1];
  if (id === undefined) return [];
  return [{ key: 'id', value: decoded(id), from: mapOf({ from: 'headers.location', regex: '([^/]+)/?$' }) }];
}

function passwordIsNew(scope: Scope, content: Content | undefined): boolean {
  const fields = fieldsOf(content);
  const password = fields.find(([key]) => isPasswordKey(key))?.[1];
  return password !== undefined && !fields.some(([, value]) => typeof value === 'string' && scope.names.has(value));
}

function fieldsOf(content: Content | undefined): readonly (readonly [string, Json])[] {
  if (content?.is === 'form') return content.fields;
  return content?.is === 'json' && isMapping(content.value) ? [...content.value] : [];
}

/** Tokens against forged requests stand in an earlier page, and are sent back. */
function handedOn({ headers, content }: Exchange): readonly string[] {
  return [...headers, ...(content?.is === 'form' ? content.fields : [])].flatMap(([key, value]) =>
    /csrf|xsrf|authenticity/i.test(key) ? [value] : [],
  );
}

function findInPages(scope: Scope, value: string, earlier: readonly Exchange[]): void {
  if (scope.names.has(value) || scope.brought.has(value)) return;
  const step = earlier.findLastIndex(({ answer }) => answer?.text?.includes(value));
  const regex = placeInText(earlier[step]?.answer?.text ?? '', value);
  if (regex === undefined) return;
  scope.brought.set(value, { step, key: 'csrfToken', subject: '', from: mapOf({ from: 'text', regex }) });
}

/** The path with variables in it, and the query where variables stand in that. */
function sayTarget(scope: Scope, target: string): readonly [path: string, query: SaidMap | undefined] {
  const [path = '/', search = ''] = target.split(/\?(.*)/s);
  const said = path.split('/').map((part) => {
    const name = part === '' ? undefined : linked(scope, 'path', decoded(part));
    return name === undefined ? literal(part) : variable(name);
  });
  const pairs = [...new URLSearchParams(search)].filter(
    ([key, value]) => !/^(_|_t|cb|nocache)$/.test(key) || !/^\d{8,}$/.test(value),
  );
  if (pairs.length === 0) return [said.join('/'), undefined];
  return [said.join('/'), fieldMap(pairs.map(([key, value]) => [key, sayKnown(scope, key, value)]))];
}

/** A value of a query is a filter or a page: kept, unless it is known from before. */
function sayKnown(scope: Scope, key: string, value: string): Said {
  const name = linked(scope, key, value);
  return name === undefined ? literal(value) : variable(name);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** Repeated names become lists. */
function fieldMap(fields: readonly (readonly [string, Said])[]): SaidMap {
  const map = new Map<string, Said>();
  for (const [key, value] of fields.filter(([name]) => isKey(name))) {
    const before = map.get(key);
    map.set(key, before === undefined ? value : isList(before) ? [...before, value] : [before, value]);
  }
  return map;
}

interface SaidHeaders {
  readonly bearer?: string;
  readonly basic?: SaidMap;
  readonly headers?: SaidMap;
}

/** What a browser adds by itself is left out; credentials are linked, or asked for. */
function sayHeaders(scope: Scope, { headers, content }: Exchange, asks: string[]): SaidHeaders {
  const kept = new Map<string, Said>();
  let credentials: SaidHeaders = {};
  for (const [key, value] of headers) {
    if (key === 'authorization') credentials = sayCredentials(scope, value);
    else if (key === 'cookie') askForCookies(scope, value, asks);
    else if (key === 'content-type') {
      if (content?.is === 'text' && !/^text\/plain\b/.test(value)) kept.set(key, literal(value));
      if (content?.is === 'json' && !/^application\/json\b/.test(value)) kept.set(key, literal(value));
    } else if (
      key === 'accept'
        ? /^application\/[\w.+-]+$/.test(value)
        : /^x-(?!forwarded|real-ip|request-id)|^idempotency-key$|^if-/.test(key)
    )
      kept.set(key, sayHeader(scope, key, value));
  }
  return { ...credentials, ...(kept.size === 0 ? {} : { headers: kept }) };
}

/** An id that a client makes up for each request is drawn like any other. */
function sayHeader(scope: Scope, key: string, value: string): Said {
  return sayValue(scope, key.replace(/^x-/, ''), value);
}

function sayCredentials(scope: Scope, value: string): SaidHeaders {
  const [scheme = '', given = ''] = value.trim().split(/\s+(.*)/s);
  if (scheme.toLowerCase() === 'basic') {
    const [, user = '', password = ''] = /^([^:]*):?(.*)$/s.exec(Buffer.from(given, 'base64').toString()) ?? [];
    const known = linked(scope, 'password', password);
    const name = known ?? addVar(scope, 'password', password, { value: literal(password), secret: true });
    return { basic: mapOf({ user: sayKnown(scope, 'user', user), password: variable(name) }) };
  }
  const isBearer = scheme.toLowerCase() === 'bearer';
  const token = isBearer ? given : value;
  const ask = 'the token of a log-in; better: log in with a step before, and save: { token: body.token } there';
  const name = linked(scope, 'token', token) ?? addVar(scope, 'token', token, { value: 'fill-in', secret: true, ask });
  return isBearer ? { bearer: variable(name) } : { headers: mapOf({ authorization: variable(name) }) };
}

/** Cookies that answers set are kept and sent by themselves; those from before the recording are nobody's. */
function askForCookies(scope: Scope, value: string, asks: string[]): void {
  const unknown = value
    .split(';')
    .map((pair) => /^\s*([^=]+)=(.*)$/s.exec(pair))
    .flatMap((pair) => (pair?.[1] !== undefined && /sess|sid$|auth|token|jwt|remember/i.test(pair[1]) ? [pair[1]] : []))
    .filter((name) => !scope.cookies.has(name));
  if (unknown.length === 0) return;
  asks.push(
    `this was sent with the cookie ${unknown.join(', ')} of an earlier log-in, left out here: log in with a step before`,
  );
  for (const name of unknown) scope.cookies.add(name);
}

function sayContent(scope: Scope, content: Content | undefined): { readonly [key: string]: Said } {
  if (content === undefined) return {};
  if (content.is === 'json') return { json: sayJson(scope, '', content.value) };
  if (content.is === 'form') {
    return { form: fieldMap(content.fields.map(([key, value]) => [key, sayValue(scope, key, value)])) };
  }
  if (content.is === 'text') return { text: literal(content.text) };
  const parts = content.parts
    .filter(({ name }) => isKey(name))
    .map(({ name, text, filename, type }) => {
      const said =
        filename === undefined
          ? sayValue(scope, name, text)
          : mapOf({ content: literal(text), filename: literal(filename), type });
      return [name, said] as const;
    });
  return { multipart: new Map(parts) };
}

function sayJson(scope: Scope, key: string, value: Json): Said {
  if (isList(value)) return value.map((item) => sayJson(scope, singularKey(key), item));
  if (isMapping(value)) return new Map([...value].map(([name, below]) => [name, sayJson(scope, name, below)]));
  return sayValue(scope, key, value);
}

const singularKey = (key: string): string => key.replace(/s$/, '');

function sayAnswer(scope: Scope, { answer }: Exchange): { readonly said: SaidMap; readonly body?: Json } {
  if (answer === undefined) return { said: mapOf({ status: '2xx' }) };
  for (const [key, value] of answer.headers) {
    const cookie = key === 'set-cookie' ? /^\s*([^=;]+)=/.exec(value)?.[1] : undefined;
    if (cookie !== undefined) scope.cookies.add(cookie);
  }
  // A browser that has it already is told so.
  const status = answer.status === 304 ? 200 : answer.status;
  const body = answer.type.endsWith('json') && answer.text !== undefined ? parseJson(answer.text) : undefined;
  const known = {
    name: (key: string, value: Json): string | undefined => knownName(scope, key, value),
    echoed: (text: string): boolean => text.length >= 3 && scope.sent.has(text),
  };
  if (body !== undefined) {
    const shape = shapeOf(body, known);
    return { said: mapOf({ status, body: shape === '$any' ? undefined : shape }), body };
  }
  const location = headerOf(answer.headers, 'location');
  const place = location?.replace(/^https?:\/\/[^/]+/, '');
  if (place !== undefined && /^\/[A-Za-z/_-]*$/.test(place))
    return { said: mapOf({ status, headers: mapOf({ location: expected(place) }) }) };
  const shown = answer.text === undefined ? [] : shownIn(scope, answer.text);
  return {
    said: mapOf({
      status,
      text: shown.length === 0 ? undefined : mapOf({ $contains: shown.length === 1 ? shown[0] : shown }),
    }),
  };
}

/** The variable that a value of an answer stood for; an id that an earlier answer brought becomes one. */
function knownName(scope: Scope, key: string, value: Json): string | undefined {
  if (value === null || typeof value === 'boolean' || isList(value) || isMapping(value)) return undefined;
  const text = String(value);
  return (
    scope.names.get(text) ??
    (isUuid(text) || (isIdKey(key) && text.length >= 8) ? linked(scope, key, value) : undefined)
  );
}

/** The variables whose values a page shows; no password. */
function shownIn(scope: Scope, text: string): readonly string[] {
  return [...scope.names]
    .filter(
      ([value, name]) =>
        value.length > shortestShown && !scope.secrets.includes(name) && !isIdKey(name) && text.includes(value),
    )
    .map(([, name]) => variable(name))
    .slice(0, 4);
}

const shortestShown = 3;
