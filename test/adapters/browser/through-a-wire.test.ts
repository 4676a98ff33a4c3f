import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MutantName, NullName, PerturbationName, Wire } from '../../../harness/model/wire.ts';
import { idle } from '../../contracts/adapter.ts';
import { browserRig, type BrowserRig, saying, see } from '../../rig/browser.ts';
import { serveRaw } from '../../rig/server.ts';
import { idleWire, wired } from '../../rig/wired.ts';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await browserRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** Shows what a request of its own is answered, at an address that names the port. */
const page = (port: string): string => `<title>A page</title><p id=p>waiting</p>
  <script>fetch('http://127.0.0.1:${port}/data').then((r) => r.json()).then((data) => {
    p.textContent = 'It is ' + JSON.stringify(data);
  })</script>`;

/** What the page says once it says it, or why that isn't seen; and whether the wire had to do with it. */
async function shown(wire: Wire, words: string, { url }: { readonly url: string } = rig) {
  const cell = wired({ url }, wire);
  await using session = rig.session({ cell, url: cell.url });
  const acts = [{ is: 'goto', path: '/' } as const, see(saying(words))];
  const { fields, stopped } = await session.act({ kind: 'browser', looks: true, acts }, 'default', idle());
  const text = fields['text'];
  return { text: text?.is === 'text' ? text.text : '', act: stopped?.act, acted: cell.acted() };
}

const mutant = (name: MutantName): Wire => ({ kind: 'mutant', name, seed: 'a' });
const equivalent = (name: PerturbationName): Wire => ({ kind: 'equivalent', names: [name] });

describe('a page through a wire', () => {
  // Packed, since that is what browsers ask for.
  beforeAll(() => {
    const { port } = new URL(rig.url);
    rig.serve((request, response) => {
      const isData = request.url === '/data';
      const type = isData ? 'application/json' : 'text/html; charset=utf-8';
      response.writeHead(200, { 'content-type': type, 'content-encoding': 'gzip', vary: 'Origin' });
      response.end(gzipSync(isData ? '{"first":1,"then":"é"}' : page(port)));
    });
  });

  it.for([
    ['nothing is changed', idleWire, '{"first":1,"then":"é"}', false],
    ['a number is another one', mutant('off-by-one'), '{"first":2,"then":"é"}', true],
    ['fields are in another order', equivalent('reversed-keys'), '{"then":"é","first":1}', true],
    ['JSON is written otherwise', equivalent('respelled-json'), '{"first":1,"then":"é"}', true],
    ['headers are others', equivalent('other-headers'), '{"first":1,"then":"é"}', true],
    ['bodies come in pieces', equivalent('in-pieces'), '{"first":1,"then":"é"}', true],
    ['answers come late', equivalent('late'), '{"first":1,"then":"é"}', true],
    ['it is at another port', equivalent('other-port'), '{"first":1,"then":"é"}', true],
  ] as const)('is shown where %s', async ([, wire, data, acted]) => {
    expect(await shown(wire, `It is ${data}`)).toEqual({ text: `It is ${data}`, act: undefined, acted });
  });

  it.for(['closes', '200-html'] satisfies NullName[])(
    'is not shown by a null candidate: %s',
    { timeout: 60_000 },
    async (name) => {
      expect((await shown({ kind: 'null', name }, 'It is')).act).toBeTypeOf('number');
    },
  );
});

describe('a socket of a page through a wire', () => {
  it('is as without one', async () => {
    await using candidate = await serveRaw((socket) =>
      socket.on('data', (bytes) => {
        const key = /sec-websocket-key: (\S+)/i.exec(bytes.toString('latin1'))?.[1];
        if (key === undefined) {
          const html = `<p id=p></p><script>new WebSocket('ws://' + location.host + '/live').onmessage = ({ data }) => {
            p.textContent = data; }</script>`;
          socket.write(`HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${html.length}\r\n\r\n${html}`);
          return;
        }
        const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
        const head = `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`;
        socket.write(`${head}Sec-WebSocket-Accept: ${accept}\r\n\r\n\x81\x05hello`, 'latin1');
      }),
    );
    const wire = equivalent('extra-field');
    expect(await shown(wire, 'hello', candidate)).toEqual({ text: 'hello', act: undefined, acted: false });
  });
});
