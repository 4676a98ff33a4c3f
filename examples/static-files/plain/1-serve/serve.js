// A server for the folder public/, in a few small files: one question of HTTP each.
import { createServer } from 'node:http';
import { answer } from './answer.js';

createServer((request, response) => {
  const serves = request.method === 'GET' || request.method === 'HEAD';
  if (!serves) return response.writeHead(405, { Allow: 'GET, HEAD' }).end();
  answer(request, response).catch(() => response.destroy());
}).listen(Number(process.env.PORT), '127.0.0.1');
