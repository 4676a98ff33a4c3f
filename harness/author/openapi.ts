import { parse } from 'yaml';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { isList, isMapping, jsonOf, type Json, type Said, type SaidMap } from './said.ts';
import { expectationOf } from './schema-shape.ts';
import { resolve } from './schema-sample.ts';

/** One operation. */
export interface Found {
  readonly method: string;
  readonly path: string;
  readonly said: SaidMap;
  readonly shared: readonly Json[];
}

/** Characters of a document. */
const longest = 8 * 1024 * 1024;

const verbs = ['get', 'post', 'put', 'patch', 'delete'];

/** Reads an OpenAPI 3 (or Swagger 2) document, JSON or YAML. References are followed inside the document only. */
export function readOpenApi(text: string): Result<Json> {
  if (text.length > longest) return fail(problem('too-large', 'the document is longer than 8 MiB'));
  let read: unknown;
  try {
    read = parse(text, { maxAliasCount: 50, logLevel: 'error' });
  } catch (error) {
    const [why = ''] = error instanceof Error ? error.message.split('\n') : [];
    return fail(problem('bad-openapi', 'this is neither YAML nor JSON', { notes: [why] }));
  }
  const document = jsonOf(read);
  if (document !== undefined && isMapping(document) && isMapping(document.get('paths') ?? null)) return ok(document);
  return fail(
    problem('bad-openapi', 'this is no OpenAPI document: it has no paths', {
      fix: 'give the file that begins with "openapi: 3"',
    }),
  );
}

/** An operation that can be asked for without knowing anything, and what its answer must be like. */
export function firstOperation(document: Json): { readonly path: string; readonly body?: Said } | undefined {
  const free = operationsOf(document).filter(
    ({ method, path, said, shared }) =>
      method === 'GET' &&
      !path.includes('{') &&
      listOf(get(said, 'security') ?? get(document, 'security')).length === 0 &&
      ![...shared, ...listOf(get(said, 'parameters'))].some(
        (each) => get(resolve(document, each) ?? null, 'required') === true,
      ),
  );
  const found = free.find(({ path }) => /health|status|version/.test(path)) ?? free[0];
  if (found === undefined) return undefined;
  const schema = answerOf(document, found.said)?.schema;
  const body = schema === undefined ? undefined : expectationOf(document, schema, undefined);
  return { path: basePath(document) + found.path, ...(body === undefined ? {} : { body }) };
}

/** Every operation of the document. */
export function operationsOf(document: Json): readonly Found[] {
  const paths = get(document, 'paths');
  if (paths === undefined || !isMapping(paths)) return [];
  return [...paths].flatMap(([path, item]) => {
    const said = resolve(document, item);
    if (said === undefined || !isMapping(said) || !path.startsWith('/')) return [];
    const shared = said.get('parameters');
    return verbs.flatMap((verb) => {
      const operation = said.get(verb);
      if (operation === undefined || !isMapping(operation)) return [];
      return [
        {
          method: verb.toUpperCase(),
          path,
          said: operation,
          shared: shared !== undefined && isList(shared) ? shared : [],
        },
      ];
    });
  });
}

/** The path that all of an API lies below: of the first server, or Swagger's basePath. */
export function basePath(document: Json): string {
  const servers = get(document, 'servers');
  const url = servers !== undefined && isList(servers) ? get(servers[0] ?? null, 'url') : get(document, 'basePath');
  if (typeof url !== 'string' || url.includes('{')) return '';
  const path = URL.canParse(url, 'http://x') ? new URL(url, 'http://x').pathname : '';
  return path.replace(/\/+$/, '');
}

export function bodyOf(
  document: Json,
  said: SaidMap,
  inBody: readonly Json[],
): { readonly is: 'json' | 'form' | 'multipart'; readonly schema: Json } | undefined {
  const swagger = inBody[0];
  if (swagger !== undefined) return { is: 'json', schema: schemaOf(swagger) };
  const content = get(resolve(document, said.get('requestBody') ?? null) ?? null, 'content');
  if (content === undefined || !isMapping(content)) return undefined;
  const types = [...content];
  const json = types.find(([type]) => /json/.test(type)) ?? types.find(([type]) => /form/.test(type));
  if (json === undefined) return undefined;
  const is = /json/.test(json[0]) ? 'json' : /multipart/.test(json[0]) ? 'multipart' : 'form';
  return { is, schema: get(json[1], 'schema') ?? null };
}

/** The documented good answer. */
export function answerOf(document: Json, said: SaidMap): { readonly status: Said; readonly schema?: Json } | undefined {
  const responses = said.get('responses');
  if (responses === undefined || !isMapping(responses)) return undefined;
  const [status, response] = [...responses].find(([code]) => /^[23](\d\d|XX)$/i.test(code)) ?? [];
  if (status === undefined || response === undefined) return undefined;
  const resolved = resolve(document, response) ?? null;
  const content = get(resolved, 'content');
  const json =
    content !== undefined && isMapping(content) ? [...content].find(([type]) => /json/.test(type))?.[1] : undefined;
  const schema = get(json ?? null, 'schema') ?? get(resolved, 'schema');
  return {
    status: /^\d+$/.test(status) ? Number(status) : `${status[0]}xx`,
    ...(schema === undefined ? {} : { schema }),
  };
}

export const nameOf = (parameter: Json): string => {
  const name = get(parameter, 'name');
  return typeof name === 'string' ? name : 'value';
};

/** A parameter's schema; Swagger 2 writes it into the parameter. */
export const schemaOf = (parameter: Json): Json => get(parameter, 'schema') ?? parameter;

export const listOf = (value: Json | undefined): readonly Json[] => (value !== undefined && isList(value) ? value : []);

export const get = (value: Json, key: string): Json | undefined => (isMapping(value) ? value.get(key) : undefined);
