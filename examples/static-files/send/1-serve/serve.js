import { createServer } from 'node:http';
import serveStatic from 'serve-static';

const files = serveStatic('public', { fallthrough: false });

createServer((request, response) => {
  files(request, response, (error) => response.writeHead(error.status ?? 500, error.headers).end());
}).listen(Number(process.env.PORT), '127.0.0.1');
