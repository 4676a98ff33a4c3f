import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net';

/** A candidate that listens on a free port of 127.0.0.1 until it is disposed. */
export interface Served extends AsyncDisposable {
  readonly url: string;
  /** Sockets that are open right now. */
  open(): number;
  /** Settles when the last socket is closed. */
  quiet(): Promise<void>;
}

/** A candidate that answers over HTTP. */
export function serve(listener: RequestListener): Promise<Served> {
  return listen(createServer(listener));
}

/** A candidate that does what it likes with the bytes of a connection. */
export function serveRaw(connected: (socket: Socket) => void): Promise<Served> {
  return listen(
    createRawServer((socket) => {
      socket.on('error', () => {});
      connected(socket);
    }),
  );
}

/** As `serveRaw`, sending `bytes` once the request's head is there. */
export function answerRaw(bytes: string | Buffer): Promise<Served> {
  return serveRaw((socket) => socket.once('data', () => socket.end(bytes)));
}

async function listen(server: Server): Promise<Served> {
  const sockets = new Set<Socket>();
  let whenQuiet: (() => void)[] = [];
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => {
      sockets.delete(socket);
      if (sockets.size > 0) return;
      for (const tell of whenQuiet) tell();
      whenQuiet = [];
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    open: () => sockets.size,
    quiet: () => (sockets.size === 0 ? Promise.resolve() : new Promise((resolve) => whenQuiet.push(resolve))),
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise((resolve) => server.close(resolve));
    },
  };
}
