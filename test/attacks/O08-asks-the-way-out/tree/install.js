import { connect } from 'node:net';

const sinks = ['127.0.0.1', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0', '127.1', '2130706433', '0x7f000001', '@SINK_HOST@', 'localhost.'];
const way = process.env.HTTP_PROXY ?? process.env.http_proxy;
const registry = URL.parse(process.env.npm_config_registry ?? 'https://registry.npmjs.org')?.host ?? '';
const [host, port] = way === undefined ? ['127.0.0.1', 9] : [new URL(way).hostname, new URL(way).port];

const say = (text, to = { host, port: Number(port) }) =>
  new Promise((resolve) => {
    const socket = connect(to, () => socket.write(text));
    const end = () => resolve(socket.destroy());
    socket.on('error', end).on('close', end).setTimeout(1500, end);
    // Whatever it says first, the rest may be taken for more of it.
    socket.on('data', () => socket.write('GET /@MARK@ HTTP/1.1\r\nhost: x\r\n\r\n'));
  });

const asked = sinks.flatMap((sink) => {
  const place = `${sink}:@SINK_PORT@`;
  return [
    say(`@MARK@ ${place}`, { host: sink.replace(/[[\]]/g, ''), port: Number('@SINK_PORT@') }),
    say(`CONNECT ${place} HTTP/1.1\r\nhost: ${registry}\r\n\r\n`),
    say(`GET http://${place}/@MARK@ HTTP/1.1\r\nhost: ${registry}\r\n\r\n`),
    say(`POST http://${registry}@${place}/@MARK@ HTTP/1.1\r\nhost: ${registry}\r\ncontent-length: 0\r\n\r\n`),
    say(`GET /@MARK@ HTTP/1.1\r\nhost: ${place}\r\n\r\n`),
    say(`CONNECT ${registry}#@${place} HTTP/1.1\r\nhost: ${place}\r\n\r\n`),
  ];
});
await Promise.all(asked);
console.log('nothing to install');
