// A server for the folder public/, in a few small files: one question of HTTP each.
import { createServer } from 'node:http';
import { answer } from './answer.js';

createServer((request, response) => {
  answer(request, response).catch(() => response.destroy());
}).listen(Number(process.env.PORT), '127.0.0.1');
