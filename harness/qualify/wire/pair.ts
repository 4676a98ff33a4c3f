import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** Two ends of a connection within this process, over its own loopback. */
export async function socketPair(): Promise<readonly [near: Socket, far: Socket]> {
  const server = createServer({ noDelay: true }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const near = createConnection({ host: '127.0.0.1', port, noDelay: true });
  const accepted = Promise.withResolvers<Socket>();
  server.on('connection', (socket: Socket) => {
    // Where there are no walls, somebody else may have been quicker.
    if (socket.remotePort === near.localPort) accepted.resolve(socket);
    else socket.destroy();
  });
  const [far] = await Promise.all([accepted.promise, once(near, 'connect')]);
  server.close();
  return [near, far];
}
