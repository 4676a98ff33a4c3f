import { connect, createServer } from 'node:net';
import { createServer as createHttpServer } from 'node:http';
import { respond } from './app.js';

const port = Number(process.env.PORT);
const held = [];
let taken = 0;
const application = createHttpServer(respond);

// The first two are never answered, nor are those that ask for a product.
createServer((socket) => {
  socket.on('error', () => {});
  if (++taken <= 2) return held.push(socket);
  socket.once('data', (chunk) => {
    if (chunk.includes('GET /product')) return open(2000);
    socket.pause();
    socket.unshift(chunk);
    application.emit('connection', socket);
    socket.resume();
  });
}).listen(port, '127.0.0.1');

/** Opens connections to itself, and to whoever else listens on the usual ports, until no descriptor is left. */
function open(count) {
  for (let index = 0; index < count; index++) {
    const socket = connect({ host: '127.0.0.1', port: index % 4 === 0 ? 9229 + (index % 8) : port });
    held.push(socket.on('error', () => {}));
  }
}
