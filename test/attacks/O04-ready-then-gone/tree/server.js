import { createServer } from 'node:http';

const server = createServer((request, response) => {
  if (request.url !== '/health') {
    // A scenario of each kind meets another end.
    if (request.url.startsWith('/sum')) return process.exit(0);
    if (request.url.startsWith('/product')) return undefined;
    return request.socket.destroy();
  }
  response.end('{}');
  return server.close();
}).listen(Number(process.env.PORT), '127.0.0.1');
setTimeout(() => server.listen(Number(process.env.PORT), '127.0.0.1').on('error', () => {}), 300);
setTimeout(() => {}, 60_000);
