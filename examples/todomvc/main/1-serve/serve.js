// Serves the folder that package.json names in "page". Nothing here is about todos: the page does it all.
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { pipeline } from 'node:stream';

const { page } = JSON.parse(readFileSync('package.json', 'utf8'));
const types = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css', '.png': 'image/png' };

createServer((request, response) => {
  const { pathname } = new URL(request.url, 'http://todomvc');
  const file = join(page, pathname.endsWith('/') ? `${pathname}index.html` : pathname);
  const stream = createReadStream(file);
  stream.once('open', () => {
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' });
    pipeline(stream, response, () => {});
  });
  stream.once('error', () => response.writeHead(404).end());
}).listen(Number(process.env.PORT ?? 3000));
