import * as fc from 'fast-check';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { equalData, printJson } from '../../../../harness/judge/data.ts';
import { parseJson } from '../../../../harness/judge/parse-json.ts';
import type { PerturbationName } from '../../../../harness/model/wire.ts';
import { perturbations } from '../../../../harness/qualify/wire/perturbations.ts';
import { spelledOddly } from '../../../../harness/qualify/wire/spell.ts';
import { answerRaw, serve } from '../../../rig/server.ts';
import { tries } from '../../../rig/prove.ts';
import { act, exchangeRaw, wired } from '../../../rig/wired.ts';

const equivalent = (name: PerturbationName) => ({ kind: 'equivalent', names: [name] }) as const;
const get = 'GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n';
const answer = (headers: string, body: string): string => `HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`;
const typed = 'Content-Type: application/json\r\nContent-Length: ';
const nested = '{"a":[{"b":1.0,"c":"é/"}],"d":{}}';

describe('perturbations', () => {
  it.for([
    ['reversed-keys', `${typed}34`, nested, `${typed}34`, '{"d":{},"a":[{"c":"é/","b":1.0}]}'],
    ['extra-field', `${typed}7`, '{"a":1}', `${typed}40`, '{"a":1,"unknown_to_scenarios":"unknown"}'],
    ['respelled-json', `${typed}10`, '{"a":"é"}', `${typed}19`, '{\n\t"a" :\t"\\u00e9"\n}'],
    ['other-charset', `${typed}2`, '{}', 'Content-Type: application/json; charset=utf-8\r\nContent-Length: 2', '{}'],
    [
      'other-charset',
      'content-type: application/json;charset=UTF-8\r\nContent-Length: 2',
      '{}',
      'content-type: application/json\r\nContent-Length: 2',
      '{}',
    ],
    [
      'other-headers',
      'set-cookie: a=1\r\nContent-Length: 2\r\nset-cookie: b=2\r\nServer: x',
      'hi',
      'server: x\r\ncontent-length: 2\r\nSET-COOKIE: a=1\r\nSET-COOKIE: b=2\r\nX-Unknown-To-Scenarios: unknown',
      'hi',
    ],
    [
      'in-pieces',
      'Server: x\r\nContent-Length: 2',
      'hi',
      'Server: x\r\nTransfer-Encoding: chunked',
      '1\r\nh\r\n1\r\ni\r\n0\r\n\r\n',
    ],
  ] as const)('says the same in another way: %s', async ([name, headers, body, otherHeaders, other]) => {
    await using candidate = await answerRaw(answer(headers, body));
    const cell = wired(candidate, equivalent(name));
    expect(Buffer.from(await exchangeRaw(cell, get), 'latin1').toString()).toBe(answer(otherHeaders, other));
    expect(cell.acted()).toBe(true);
  });

  it.for(['reversed-keys', 'extra-field', 'respelled-json', 'other-charset'] as const)(
    'leaves a page as it is: %s',
    async (name) => {
      const page = answer('Content-Type: text/html\r\nContent-Length: 7', '{"a":1}');
      await using candidate = await answerRaw(page);
      const cell = wired(candidate, equivalent(name));
      expect(await exchangeRaw(cell, get)).toBe(page);
      expect(cell.acted()).toBe(false);
    },
  );

  it('sends many small pieces, each when the one before has left', async () => {
    await using candidate = await serve((_, response) => response.end('x'.repeat(240)));
    const socket = await wired(candidate, equivalent('in-pieces')).connect({
      host: '127.0.0.1',
      port: Number(new URL(candidate.url).port),
    });
    const pieces: string[] = [];
    socket.setEncoding('latin1').on('data', (text: string) => pieces.push(text));
    socket.write(get);
    await once(socket, 'close');
    expect(pieces.join('').match(/a\r\nx{10}\r\n/g)).toHaveLength(24);
    expect(pieces.length).toBeGreaterThan(2);
  });

  it('answers 200 ms later', async () => {
    await using candidate = await serve((_, response) => response.end('hi'));
    const cell = wired(candidate, equivalent('late'));
    const began = performance.now();
    expect(await act(cell, ['GET', '/'])).toEqual(['200 hi']);
    expect(performance.now() - began).toBeGreaterThan(195);
    expect(cell.acted()).toBe(true);
  });

  it('spells any JSON so that it says the same', () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const parsed = parseJson(json);
        fc.pre(parsed.ok);
        const again = parseJson(spelledOddly(parsed.data));
        expect(again.ok && equalData(again.data, parsed.data)).toBe(true);
        expect(spelledOddly(parsed.data)).toMatch(/^[\t\n -~]*$/);
      }),
      { numRuns: tries(200) },
    );
    const digits = parseJson('[1.00,12345678901234567890,-0,1E5]');
    expect(digits.ok && printJson(digits.data)).toBe('[1.00,12345678901234567890,-0,1E5]');
  });

  it('say the same to whoever goes by what an answer says, all of them at once', async () => {
    await using candidate = await serve((_, response) =>
      response.setHeader('content-type', 'application/json').end('{"list":[{"id":1.0,"text":"é"}],"of":"x"}'),
    );
    const names = Object.keys(perturbations) as readonly PerturbationName[];
    const cell = wired(candidate, { kind: 'equivalent', names });
    const [told = ''] = await act(cell, ['GET', '/']);
    expect(told).toMatch(/^200 \{\s*"of"\s*:/);
    expect(JSON.parse(told.slice('200 '.length))).toMatchObject({
      list: [{ id: 1, text: 'é', unknown_to_scenarios: 'unknown' }],
      of: 'x',
    });
    expect(cell.acted()).toBe(true);
  });

  describe('the candidate at another port', () => {
    it('shows each side the port that it knows', async () => {
      let asked: readonly unknown[] = [];
      await using candidate = await serve((request, response) => {
        request.setEncoding('latin1').once('data', (text: string) => {
          const { host } = request.headers;
          asked = [request.url, host, text];
          response
            .setHeader('location', `http://${host}/next`)
            .end(`{"self":"http://localhost:${host?.split(':')[1]}/x"}`);
        });
      });
      const cell = wired(candidate, equivalent('other-port'));
      const own = new URL(candidate.url).port;
      expect(cell.url).toBe('http://127.0.0.1:61999');
      const back = encodeURIComponent(`${cell.url}/back`);
      expect(await act(cell, ['POST', `/?to=${back}`, { to: `${cell.url}/back` }])).toEqual([
        '200 {"self":"http://localhost:61999/x"}',
      ]);
      expect(asked).toEqual([
        `/?to=${back.replace('61999', own)}`,
        `127.0.0.1:${own}`,
        `{"to":"http://127.0.0.1:${own}/back"}`,
      ]);
    });
  });
});
