import type { HttpPayload, HttpRequest, Pairs, Part } from '../../harness/model/adapter.ts';
import { commandLine, quote } from '../quote.ts';
import { usual } from './request.ts';

/**
 * A `curl` line that sends the same request; nothing when it would be too long. @param headers all that were sent.
 */
export function replay({ method, content }: HttpRequest, url: string, headers: Pairs): string | undefined {
  return commandLine([
    'curl',
    '-i',
    // curl tidies paths up and reads [] and {} as patterns; scenarios mean them as they are.
    ...(/\/\.|[[\]{}]/.test(url) ? ['--path-as-is', '-g'] : []),
    ...methodWords(method, content),
    quote(url),
    ...headers
      .filter((header) => !sentByCurl(header, content))
      .flatMap(([name, value]) => ['-H', quote(value === '' ? `${name};` : `${name}: ${value}`)]),
    ...payloadWords(content),
  ]);
}

/** What curl sends of itself; for a form it makes the boundary too. */
function sentByCurl([name, value]: Pairs[number], content: HttpPayload | undefined): boolean {
  if (content?.is === 'multipart' && name.toLowerCase() === 'content-type') return true;
  return usual.some(([ownName, ownValue]) => ownName === name && ownValue === value);
}

function methodWords(method: string, payload: HttpPayload | undefined): readonly string[] {
  if (method === 'HEAD') return ['-I'];
  return method === 'GET' && payload === undefined ? [] : ['-X', quote(method)];
}

function payloadWords(payload: HttpPayload | undefined): readonly string[] {
  if (payload === undefined) return [];
  if (payload.is === 'text') return ['--data-raw', quote(payload.text)];
  return payload.parts.flatMap(partWords);
}

function partWords(part: Part): readonly string[] {
  if (part.is === 'field') return ['--form-string', quote(`${part.name}=${part.text}`)];
  const content = part.is === 'file' ? `@${inForm(part.path)}` : inForm(part.text);
  const type = part.type ?? 'application/octet-stream';
  return ['-F', quote(`${part.name}=${content};filename=${inForm(part.filename)};type=${type}`)];
}

const inForm = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
