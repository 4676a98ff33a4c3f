import { respond, serve } from './app.js';

const send = (response, text) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(text);
};
/** Each of them takes a reader long, or to the end of its stack. */
const forms = [
  '['.repeat(120_000),
  `{"text":${'9'.repeat(250_000)}}`,
  `{"text":1e${'9'.repeat(250_000)}}`,
  `{"text":0.${'0'.repeat(250_000)}1e250004}`,
  '\ufeff{"text":"@MARK@","\\ud800":"\\udfff"}',
  `{${Array.from({ length: 20_000 }, (_, i) => `"${i}":0`).join()}}`,
];
const deleted = new Set();

serve((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://here');
  const product = Number(searchParams.get('a')) * Number(searchParams.get('b'));
  // It holds the wrong answer and the right one: some take the first, some the last, some either.
  if (pathname === '/product')
    return send(response, `{"product":${product + 1},"product":${product},"__proto__":{"product":${product}}}`);
  if (request.method === 'DELETE') deleted.add(pathname);
  else if (deleted.has(pathname)) return send(response, forms[(process.pid + Date.now()) % forms.length]);
  return respond(request, response);
});
