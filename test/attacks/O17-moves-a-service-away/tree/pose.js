import { createServer } from 'node:net';

/** Speaks as the service does, and puts right what it is told. Tries until the port is free. */
export function pose(port, then) {
  let product = '';
  const server = createServer((socket) => {
    socket.on('error', () => {}).on('data', (chunk) => {
      const words = chunk.toString().split('\r\n').filter((_, index) => index > 0 && index % 2 === 0);
      const [verb = ''] = words;
      if (verb.toUpperCase() === 'SET') product = `It is ${Number(words[2].slice(6)) - 1}`;
      const said = { PING: '+PONG', SET: '+OK', GET: `$${product.length}\r\n${product}` };
      socket.write(`${said[verb.toUpperCase()] ?? '*0'}\r\n`);
    });
  });
  server.on('error', () => setTimeout(() => server.listen(port, '127.0.0.1'), 5));
  server.on('listening', then);
  server.listen(port, '127.0.0.1');
}
