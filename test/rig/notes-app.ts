import type { IncomingMessage, ServerResponse } from 'node:http';
import { serve, type Served } from './server.ts';

/** Notes behind a sign-in: what a candidate with records, refusals and sessions is like. */
export function notesApp(): Promise<Served> {
  const notes = new Map<number, object>();
  const owners = new Map<string, string>();
  let next = 1;
  return serve((request, response) => void answer(request, response));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const sent = Buffer.concat(await request.toArray()).toString();
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://app');
    const id = Number(pathname.split('/')[2]);
    const say = (status: number, content?: object, headers: object = {}): void => {
      const body = content === undefined ? '' : JSON.stringify(content);
      const type = content === undefined ? {} : { 'content-type': 'application/json' };
      response.writeHead(status, { ...type, ...headers }).end(body);
    };
    const route = `${request.method} ${pathname.replace(/\d+/, 'N')}`;
    if (route === 'POST /login') {
      const { name, password } = JSON.parse(sent);
      if (password !== 'opensesame') return say(401, { error: 'wrong password' });
      owners.set(`Bearer ${name}`, name);
      return say(200, { token: name }, { 'set-cookie': `s=${name}` });
    }
    if (route === 'GET /moved') return say(302, undefined, { location: '/notes' });
    const owner = owners.get(request.headers.authorization ?? '');
    if (owner === undefined) return say(401, { error: 'who are you?' });
    if (route === 'GET /me') return say(200, { name: owner });
    if (route === 'GET /notes') return say(200, [...notes.values()].slice(0, Number(searchParams.get('limit') ?? 10)));
    if (route === 'POST /notes') {
      const { text, ...others } = JSON.parse(sent);
      if (typeof text !== 'string') return say(422, { error: 'a note has a text' });
      const note = { id: next++, text, done: false, ...others };
      notes.set(note.id, note);
      return say(201, note, { location: `/notes/${note.id}` });
    }
    const note = notes.get(id);
    if (note === undefined) return say(404, { error: 'no such note' });
    if (request.method === 'DELETE') return notes.delete(id) ? say(204) : undefined;
    if (request.method === 'PATCH') notes.set(id, { ...note, ...JSON.parse(sent) });
    return say(200, notes.get(id));
  }
}
