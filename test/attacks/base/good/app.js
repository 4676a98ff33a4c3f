import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { gone, mayRead, product } from './rules.js';

const notes = new Map();

/** Starts to answer, with `respond(request, response)` for each request. */
export function serve(handler) {
  return createServer(handler).listen(Number(process.env.PORT), '127.0.0.1');
}

/** The whole application, and nothing but what it promises. */
export async function respond(request, response) {
  const url = new URL(request.url, 'http://here');
  const number = (name) => Number(url.searchParams.get(name));
  const [, folder, id] = url.pathname.split('/');
  const owner = request.headers['x-owner'];
  const note = notes.get(id);
  if (url.pathname === '/health') return answer(response, 200, { well: true });
  if (url.pathname === '/') return page(response);
  if (url.pathname === '/sum') return answer(response, 200, { sum: number('a') + number('b') });
  if (url.pathname === '/product') return answer(response, 200, { product: product(number('a'), number('b')) });
  if (folder !== 'notes') return answer(response, 404, {});
  if (request.method === 'POST') {
    const made = { id: randomUUID(), text: JSON.parse(await bodyOf(request)).text, owner };
    notes.set(made.id, made);
    return answer(response, 201, { id: made.id, text: made.text });
  }
  if (note === undefined) return answer(response, 404, {});
  if (!mayRead(note, owner)) return answer(response, 403, {});
  if (request.method === 'DELETE') {
    gone(notes, id);
    return answer(response, 204);
  }
  return answer(response, 200, { id, text: note.text });
}

/** Ends a response with JSON. */
export function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

/** Everything that was sent with a request. */
export async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

function page(response) {
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(readFileSync(new URL('page.html', import.meta.url)));
}
