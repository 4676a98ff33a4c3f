import { createServer } from 'node:net';

const ok = (body, more = '') => `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${more}content-length: ${body.length}\r\n\r\n${body}`;
const many = 'x'.repeat(200);
const endless = (socket, beginning, more, until = 20_000) => {
  socket.write(beginning);
  const ends = Date.now() + until;
  const pump = () => {
    while (!socket.destroyed && Date.now() < ends && socket.write(more));
    if (!socket.destroyed && Date.now() < ends) socket.once('drain', pump);
  };
  pump();
};
const ways = {
  GET: [
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 40\r\n\r\n{"@MARK@": 1}'),
    (socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}0\r\n\r\n'),
    (socket) => socket.write(ok('{}') + ok('{"product":1}') + ok('{"text":"@MARK@"}')),
    (socket) => socket.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: @MARK@\r\nconnection: upgrade\r\n\r\n@MARK@'),
    (socket) => socket.end('{"@MARK@": "the oldest HTTP has no head"}'),
    (socket) => endless(socket, '', `HTTP/1.1 103 Early Hints\r\nlink: <${many}>\r\n\r\n`),
    (socket) => endless(socket, 'HTTP/1.1 200 OK\r\n', `x-${many}: @MARK@\r\n`),
    (socket) => endless(socket, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1;', `${many}=@MARK@;`),
    (socket) => endless(socket, 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\n', `x-trailer: ${many}\r\n`),
    (socket) => endless(socket, 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n{"sum":"', many),
  ],
  POST: [
    (socket) => {
      socket.write(ok('{"id":"1","text":"@MARK@"}', `${`set-cookie: a${many}=b; max-age=${'9'.repeat(60)}\r\n`.repeat(40)}`).replace('200 OK', '201 Created'));
      // For the next request on this connection.
      setTimeout(() => socket.write(ok('{"text":"@MARK@"}')), 1);
    },
    (socket) => socket.write('HTTP/1.1 201 Created\r\ncontent-length: 18446744073709551617\r\n\r\n{}'),
    (socket) => socket.write('HTTP/1.1 201\r\ncontent-length: -1\r\n\r\n{"id":"1"}'),
  ],
};
// Another one for each instance, so that every one comes up in some run.
let turn = process.pid + Date.now();
createServer((socket) => {
  socket.on('error', () => {}).on('data', (chunk) => {
    const [method, target] = chunk.toString('latin1').split(' ');
    if (target === '/health') return socket.end(ok('{}', 'connection: close\r\n'));
    // One that never ends, for whoever waits for the end.
    if (target?.startsWith('/sum')) return ways.GET.at(-1)(socket);
    const kind = ways[method] ?? ways.GET;
    turn += 1;
    return kind[turn % kind.length](socket);
  });
}).listen(Number(process.env.PORT), '127.0.0.1');
