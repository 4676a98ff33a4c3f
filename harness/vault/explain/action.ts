import { unreachable } from '../../model/problem.ts';
import type { Action, DbAction, HttpAction, HttpContent, RunAction } from '../../model/scenario.ts';
import type { Entry } from '../../model/value.ts';
import { filledText, mapWords, plainText, valueWords } from './value.ts';
import { durationWords, joined } from './words.ts';

/** Milliseconds that requests and programs may take when nobody says; not worth a word. */
const usual = 10_000;

/** What a step does: `send POST /api/login with a JSON body { email, password }`. */
export function actionWords(action: Action): string {
  switch (action.kind) {
    case 'http':
      return httpWords(action);
    case 'run':
      return runWords(action);
    case 'file':
      return `look at the file ${plainText(action.path)}`;
    case 'browser':
      return 'in a browser:';
    case 'db':
      return dbWords(action);
    case 'use':
      return `do what the flow "${action.flow.id}" says${action.with.length === 0 ? '' : `, with ${mapWords(action.with)}`}:`;
    default:
      return unreachable(action);
  }
}

function httpWords({ method, path, query, headers, bearer, basic, content, redirects, timeout }: HttpAction): string {
  const more = [
    ...(content === undefined ? [] : [contentWords(content)]),
    ...(query.length === 0 ? [] : [`the query ${mapWords(query)}`]),
    ...(headers.length === 0 ? [] : [`the headers ${mapWords(headers)}`]),
    ...(bearer === undefined ? [] : [`the token ${valueWords(bearer)}`]),
    ...(basic === undefined
      ? []
      : [`the user ${valueWords(basic.user)} and the password ${valueWords(basic.password)}`]),
  ];
  return [
    `send ${method} ${plainText(path)}`,
    more.length === 0 ? '' : ` with ${joined(more)}`,
    redirects === 0 ? '' : `, following up to ${redirects} redirect${redirects === 1 ? '' : 's'}`,
    timeout === usual ? '' : `, for ${durationWords(timeout)} at most`,
  ].join('');
}

function contentWords(content: HttpContent): string {
  switch (content.is) {
    case 'json':
      return `a JSON body ${valueWords(content.value)}`;
    case 'text':
      return `the text ${valueWords(content.text)}`;
    case 'form':
      return `the form ${mapWords(content.fields)}`;
    case 'multipart':
      return `the form ${mapWords(content.fields)}, with files`;
    default:
      return unreachable(content);
  }
}

function runWords({ command, stdin, env, cwd, timeout }: RunAction): string {
  const words = command.map((word) => {
    const text = word.is === 'text' ? filledText(word.template) : valueWords(word);
    return /^[^\s"]+$/.test(text) ? text : `"${text}"`;
  });
  return [
    `run ${words.join(' ')}`,
    stdin === undefined ? '' : `, with ${valueWords(stdin)} on its standard input`,
    env.length === 0 ? '' : `, in an environment with ${mapWords(env)}`,
    cwd === undefined ? '' : `, in the folder ${plainText(cwd)}`,
    timeout === usual ? '' : `, for ${durationWords(timeout)} at most`,
  ].join('');
}

function dbWords({ query, params, source }: DbAction): string {
  const asked = query.trim().replaceAll(/\s+/g, ' ');
  const values = params.length === 0 ? '' : `, with ${params.map(valueWords).join(', ')} in place of each "?"`;
  return `ask the database${source === undefined ? '' : ` "${source}"`}: ${asked}${values}`;
}

/** `{ name: value }` of "files", one line each. */
export const fileWords = ({ key, value }: Entry): string =>
  value.is === 'text' ? `${key}: ${valueWords(value)}` : `${key}: ${valueWords(value)}, as JSON`;
