import type { DbQuery, FilledAction, HttpPayload, HttpRequest, Part, RunCommand } from '../model/adapter.ts';
import { unreachable } from '../model/problem.ts';
import { actLine } from './act-line.ts';

/** What a step did, in lines that a person reads. Not bounded, nothing masked. */
export function actionLines(action: FilledAction): string {
  switch (action.kind) {
    case 'http':
      return httpLines(action);
    case 'run':
      return runLines(action);
    case 'file':
      return `look at ${action.path}`;
    case 'browser':
      return action.acts.map(actLine).join('\n');
    case 'db':
      return dbLines(action);
    default:
      return unreachable(action);
  }
}

/** As it goes over the wire, but for what every request says. */
function httpLines({ method, target, headers, content }: HttpRequest): string {
  const stated = headers.some(([name]) => name.toLowerCase() === 'content-type');
  const type = content === undefined || stated ? [] : [`content-type: ${typeOf(content)}`];
  const head = [`${method} ${target}`, ...headers.map(([name, value]) => `${name}: ${value}`), ...type];
  return [...head, ...(content === undefined ? [] : ['', bodyText(content)])].join('\n');
}

const typeOf = (content: HttpPayload): string => (content.is === 'text' ? content.type : 'multipart/form-data');

const bodyText = (content: HttpPayload): string =>
  content.is === 'text' ? content.text : content.parts.map(partLine).join('\n');

function partLine(part: Part): string {
  if (part.is === 'field') return `${part.name}: ${part.text}`;
  const type = part.type === undefined ? '' : `, ${part.type}`;
  const head = `${part.name}: the file ${part.filename}${type}`;
  return part.is === 'file' ? `${head}, from ${part.path}` : `${head}\n${part.text}`;
}

function runLines({ argv, env, cwd, stdin }: RunCommand): string {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${word(value)}`);
  return [
    ...(cwd === undefined ? [] : [`in ${cwd}`]),
    `$ ${[...variables, ...argv.map(word)].join(' ')}`,
    ...(stdin === undefined ? [] : ['', stdin]),
  ].join('\n');
}

/** As a shell would need it. */
const word = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function dbLines({ query, params, source }: DbQuery): string {
  const values = params.map((param, index) => `?${index + 1} = ${paramText(param)}`);
  return [...(source === undefined ? [] : [`of ${source}`]), query.trim(), ...values].join('\n');
}

const paramText = (param: DbQuery['params'][number]): string =>
  typeof param === 'object' && param !== null ? param.digits : JSON.stringify(param);
