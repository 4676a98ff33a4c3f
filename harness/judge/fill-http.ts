import { unreachable } from '../model/problem.ts';
import type { HttpPayload, HttpRequest, Pairs, Part } from '../model/adapter.ts';
import type { HttpAction, HttpContent } from '../model/scenario.ts';
import type { Entry, Value } from '../model/value.ts';
import { printJson } from './data.ts';
import { blameFor, fill, fillText } from './evaluate.ts';
import { type Filled, faulty, fillAll, fillEach, filled, andThen } from './fault.ts';
import { fillPairs, fillWord } from './fill-text.ts';
import type { Scope } from './scope.ts';

/** Bytes, roughly, of a request's body. */
const maxBody = 16 * 1024 * 1024;

/** Fills an `http` action: the query encoded and appended, credentials as headers, the body printed. */
export function fillHttp(action: HttpAction, scope: Scope): Filled<HttpRequest> {
  const { kind, method, redirects, timeout } = action;
  const parts = fillAll({
    path: fillPath(action.path, scope),
    query: fillPairs(action.query, scope),
    credentials: fillCredentials(action, scope),
    headers: fillHeaders(action.headers, scope),
    ...(action.content && { content: fillContent(action.content, scope) }),
  });
  return andThen(parts, ({ path, query, credentials, headers, ...content }) =>
    filled({
      kind,
      method,
      target: withQuery(path, query),
      headers: [...credentials, ...headers],
      redirects,
      timeout,
      ...content,
    }),
  );
}

/** A path on the candidate. An address of the candidate itself, as in a `location` header, counts as its path. */
function fillPath(value: Value, scope: Scope): Filled<string> {
  return andThen(fillText(value, scope), (text) => {
    const path = withoutOrigin(text, scope);
    return path.startsWith('/')
      ? filled(encodeTarget(path))
      : faulty(value.at, 'a path starts with "/"', blameFor(value, scope));
  });
}

/** An address of the candidate itself as its path; any other text as it is. */
export function withoutOrigin(text: string, scope: Scope): string {
  const app = scope.variables.get('app');
  const url = app instanceof Map ? app.get('url') : undefined;
  if (typeof url !== 'string' || !text.startsWith(url)) return text;
  const rest = text.slice(url.length);
  return rest === '' || rest.startsWith('?') ? `/${rest}` : rest;
}

/** Encodes what can't stand in a request line, and leaves what the author may have meant: `%20`, `?`, `&`. */
const encodeTarget = (path: string): string =>
  path.toWellFormed().replaceAll(/[^\w\-.~:/?[\]@!$&'()*+,;=%]/gu, encodeURIComponent);

function withQuery(path: string, query: Pairs): string {
  if (query.length === 0) return path;
  const encoded = query.map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join('='));
  return `${path}${path.includes('?') ? '&' : '?'}${encoded.join('&')}`;
}

function fillCredentials({ bearer, basic }: HttpAction, scope: Scope): Filled<Pairs> {
  if (bearer !== undefined) {
    return andThen(fillHeaderText(bearer, scope), (token) => filled([['authorization', `Bearer ${token}`]]));
  }
  if (basic === undefined) return filled([]);
  const both = fillAll({ user: fillText(basic.user, scope), password: fillText(basic.password, scope) });
  return andThen(both, ({ user, password }) => {
    const encoded = Buffer.from(`${user}:${password}`).toString('base64');
    return filled([['authorization', `Basic ${encoded}`]]);
  });
}

function fillHeaders(entries: readonly Entry[], scope: Scope): Filled<Pairs> {
  return andThen(
    fillEach(entries, ({ key, value }) =>
      andThen(
        fillEach(value.is === 'list' ? value.items : [value], (one) => fillHeaderText(one, scope)),
        (texts) => filled(texts.map((text) => [key, text] as const)),
      ),
    ),
    (pairs) => filled(pairs.flat()),
  );
}

/** A line end in a header would end it, and begin another that nobody wrote. */
function fillHeaderText(value: Value, scope: Scope): Filled<string> {
  return andThen(fillText(value, scope), (text) =>
    /^[\t\x20-\x7e\x80-\xff]*$/.test(text)
      ? filled(text)
      : faulty(value.at, 'a header holds Latin-1 characters only, and no line ends', blameFor(value, scope)),
  );
}

function fillContent(content: HttpContent, scope: Scope): Filled<HttpPayload> {
  switch (content.is) {
    case 'json':
      return andThen(fill(content.value, scope), (data) => bounded(printJson(data, maxBody), content.value, scope));
    case 'text':
      return andThen(fillText(content.text, scope), (text) => filled({ is: 'text', type: 'text/plain', text }));
    case 'form':
      return andThen(fillPairs(content.fields, scope), (pairs) => {
        const form = new URLSearchParams();
        for (const [name, text] of pairs) form.append(name, text);
        return filled({ is: 'text', type: 'application/x-www-form-urlencoded', text: form.toString() });
      });
    case 'multipart':
      return andThen(
        fillEach(content.fields, (field) => fillPart(field, scope)),
        (parts) => filled({ is: 'multipart', parts }),
      );
    default:
      return unreachable(content);
  }
}

function bounded(text: string, value: Value, scope: Scope): Filled<HttpPayload> {
  return text.length > maxBody
    ? faulty(value.at, `the body is longer than ${maxBody} characters`, blameFor(value, scope))
    : filled({ is: 'text', type: 'application/json', text });
}

/** A field of `multipart`: text, `{ file, type? }` or `{ content, filename, type? }`. */
function fillPart({ key: name, value }: Entry, scope: Scope): Filled<Part> {
  if (value.is !== 'map') return andThen(fillText(value, scope), (text) => filled({ is: 'field', name, text }));
  const texts = fillEach(value.entries, ({ key, value: text }) =>
    andThen(key === 'content' ? fillText(text, scope) : fillWord(text, scope), (said) => filled([key, said] as const)),
  );
  return andThen(texts, (pairs): Filled<Part> => {
    const { file, content, filename, type } = Object.fromEntries(pairs);
    const typed = type === undefined ? {} : { type };
    if (file !== undefined) {
      return filled({ is: 'file', name, filename: filename ?? baseName(file), path: file, ...typed });
    }
    return content === undefined || filename === undefined
      ? faulty(value.at, 'a file in a form has either "file", or "content" and "filename"')
      : filled({ is: 'content', name, filename, text: content, ...typed });
  });
}

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
