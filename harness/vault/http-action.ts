import type { HttpAction, HttpContent } from '../model/scenario.ts';
import { unreachable, type Span } from '../model/problem.ts';
import type { Template, Value } from '../model/value.ts';
import { complain, replacing, writtenText, type Reading } from './reading.ts';
import { closest } from './suggest.ts';
import { durationOf, entriesOf, entryAt, numberOf, valueAt } from './values.ts';

const defaultTimeout = 10_000;

/** `GET /path`, or `{ request, ... }`. */
export function decodeHttp(reading: Reading, value: Value): HttpAction | undefined {
  const request = value.is === 'map' ? valueAt(value, 'request') : value;
  const line = request && decodeRequestLine(reading, request);
  if (line === undefined) return undefined;
  const bearer = valueAt(value, 'bearer');
  const basic = decodeBasic(valueAt(value, 'basic'));
  const content = decodeContent(reading, value);
  if (bearer !== undefined && basic !== undefined) {
    complain(
      reading,
      'two-credentials',
      entryAt(value, 'basic')?.keyAt ?? value.at,
      'a request has "bearer" or "basic", not both',
      {
        fix: 'leave one out',
      },
    );
  }
  return {
    kind: 'http',
    ...line,
    query: entriesOf(valueAt(value, 'query')),
    headers: entriesOf(valueAt(value, 'headers')),
    ...(bearer === undefined ? {} : { bearer }),
    ...(basic === undefined ? {} : { basic }),
    ...(content === undefined ? {} : { content }),
    redirects: numberOf(valueAt(value, 'redirects')) ?? 0,
    timeout: durationOf(reading, valueAt(value, 'timeout')) ?? defaultTimeout,
  };
}

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Splits `GET /api/orders/${id}` into method and path, before the path is filled. */
function decodeRequestLine(reading: Reading, value: Value): { method: string; path: Value } | undefined {
  if (value.is !== 'text') return undefined;
  const [first, ...rest] = value.template;
  const [start = '', method = ''] = (typeof first === 'string' && /^\s*([A-Za-z]+)\s+/.exec(first)) || [];
  const path: Template =
    typeof first === 'string' ? [first.slice(start.length), ...rest].filter((part) => part !== '') : [];
  const written = writtenText(reading, value) ?? '';
  const complaint = requestComplaint(method, path, written);
  if (complaint === undefined) return { method, path: { ...value, template: path } };
  const { message, fix, instead } = complaint;
  complain(reading, 'bad-request', value.at, message, { fix, ...replacing(reading, value.at, written, instead) });
  return undefined;
}

interface Complaint {
  readonly message: string;
  readonly fix: string;
  /** The whole request, when it can only have been meant so. */
  readonly instead?: string;
}

function requestComplaint(method: string, path: Template, written: string): Complaint | undefined {
  const [first] = path;
  if (method === '' || first === undefined) {
    const fix = written.startsWith('/') ? `write GET ${written}` : 'write it like GET /api/me';
    return { message: 'a request is a method and a path', fix };
  }
  if (!methods.includes(method)) {
    const upper = method.toUpperCase();
    return {
      message: methods.includes(upper) ? 'a method is written in capitals' : `unknown method "${method}"`,
      fix: `use ${closest(method, methods) ?? methods.join(', ')}`,
      ...(methods.includes(upper) ? { instead: written.replace(method, upper) } : {}),
    };
  }
  if (typeof first !== 'string') return undefined;
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(first)) {
    return {
      message: 'a request has a path, not an address',
      fix: 'leave the address out: vault.yaml says where the candidate is',
    };
  }
  if (!first.startsWith('/')) {
    const named =
      /^[A-Za-z0-9][^\s:]*$/.test(first) && !path.some((part) => typeof part === 'string' && /\s/.test(part));
    return {
      message: 'a path starts with "/"',
      fix: `write ${method} /${written.split(/\s+/)[1]}`,
      ...(named ? { instead: written.replace(/^(\s*\S+\s+)/, '$1/') } : {}),
    };
  }
  if (path.some((part) => typeof part === 'string' && /\s/.test(part))) {
    return { message: 'a path has no spaces', fix: 'write %20, or put parameters in "query"' };
  }
  return undefined;
}

function decodeBasic(value: Value | undefined): HttpAction['basic'] {
  const user = valueAt(value, 'user');
  const password = valueAt(value, 'password');
  return user === undefined || password === undefined ? undefined : { user, password };
}

const bodies = ['json', 'form', 'multipart', 'text'] as const;

function decodeContent(reading: Reading, value: Value): HttpContent | undefined {
  const given = bodies.flatMap((is) => {
    const entry = entryAt(value, is);
    return entry === undefined ? [] : [{ is, entry }];
  });
  const [first, second] = given;
  if (second !== undefined)
    complainOfBodies(
      reading,
      given.map(({ is }) => is),
      second.entry.keyAt,
    );
  if (first === undefined) return undefined;
  switch (first.is) {
    case 'json':
      return { is: 'json', value: first.entry.value };
    case 'text':
      return { is: 'text', text: first.entry.value };
    case 'form':
    case 'multipart':
      complainOfParts(reading, first.is, first.entry.value);
      return { is: first.is, fields: entriesOf(first.entry.value) };
    default:
      return unreachable(first.is);
  }
}

function complainOfBodies(reading: Reading, given: readonly string[], at: Span): void {
  complain(reading, 'several-bodies', at, `a request has one body, and this one has ${given.join(' and ')}`, {
    fix: 'keep one of them',
  });
}

/** A multipart field that is a file has its content from one place. */
function complainOfParts(reading: Reading, is: 'form' | 'multipart', value: Value): void {
  if (is === 'form') return;
  for (const field of entriesOf(value)) {
    if (field.value.is !== 'map') continue;
    const file = entryAt(field.value, 'file');
    const content = entryAt(field.value, 'content');
    const named = entryAt(field.value, 'filename');
    if ((file === undefined) !== (content === undefined) && (content === undefined || named !== undefined)) continue;
    complain(
      reading,
      'several-bodies',
      field.keyAt,
      'a file in a form has either "file", or "content" and "filename"',
      {
        fix: 'write { file: photo.png } or { content: "...", filename: photo.png }',
      },
    );
  }
}
