// Accounts, todos, a shop and quotes: small enough to read in one go, with a face. No dependencies.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { accounts } from './accounts.js';
import { quotes } from './quotes.js';
import { shop } from './shop.js';
import { todos } from './todos.js';

const asset = (name, type) => () =>
  new Response(readFileSync(new URL(`public/${name}`, import.meta.url)), { headers: { 'content-type': type } });

/** `METHOD /path/:part` -> what answers it: a Request and the path's parts in, a Response out. */
const routes = {
  'GET /': () => new Response(null, { status: 302, headers: { location: '/todos' } }),
  'GET /health': () => Response.json({ ok: true }),
  'GET /style.css': asset('style.css', 'text/css; charset=utf-8'),
  'GET /todos.js': asset('todos.js', 'text/javascript; charset=utf-8'),
  ...accounts,
  ...todos,
  ...shop,
  ...quotes,
};

const table = Object.entries(routes).map(([route, answer]) => {
  const [method, path] = route.split(' ');
  return { method, path: new RegExp(`^${path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`), answer };
});

async function answer(request) {
  const { pathname } = new URL(request.url);
  for (const { method, path, answer } of table) {
    const found = method === request.method && path.exec(pathname);
    if (found) return answer(request, found.groups ?? {});
  }
  return Response.json({ error: 'There is nothing here.' }, { status: 404 });
}

createServer(async (incoming, outgoing) => {
  try {
    const chunks = await incoming.toArray();
    const body = chunks.length > 0 ? Buffer.concat(chunks) : undefined;
    const { method, headers } = incoming;
    const response = await answer(new Request(new URL(incoming.url, 'http://tour'), { method, headers, body }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    outgoing.end(Buffer.from(await response.arrayBuffer()));
  } catch (error) {
    console.error(error);
    outgoing.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"That could not be understood."}');
  }
}).listen(Number(process.env.PORT ?? 3000));
