import { describe, expect, it } from 'vitest';
import { fillAction } from '../../../harness/judge/fill.ts';
import { bindSaved, trialScope } from '../../../harness/judge/scope.ts';
import type { HttpAction } from '../../../harness/model/scenario.ts';
import { data, entries, template, value, variable } from '../../rig/values.ts';

const start = trialScope({ now: 0, url: 'http://127.0.0.1:3000', appDir: '/app' });
const saved = {
  token: 'a b',
  location: 'http://127.0.0.1:3000/orders/7?x=1',
  evil: 'a\r\nx: 1',
  nul: 'a\0b',
  elsewhere: 'http://other/',
};
const scope = Object.entries(saved).reduce((grown, [name, said]) => bindSaved(grown, name, data(said)), start);

const http = (more: Partial<HttpAction> = {}): HttpAction => ({
  kind: 'http',
  method: 'GET',
  path: value('/a'),
  query: [],
  headers: [],
  redirects: 0,
  timeout: 10_000,
  ...more,
});

const fill = (more: Partial<HttpAction>) => fillAction(http(more), scope);
const target = (more: Partial<HttpAction>) => {
  const result = fill(more);
  return result.ok ? result.value : result.fault;
};

describe('fillAction of http', () => {
  it('encodes the query and what can not stand in a path', () => {
    const query = entries({ q: template('ä&=', variable('token')), tag: ['x', 1], none: null });
    expect(target({ query })).toMatchObject({ target: '/a?q=%C3%A4%26%3Da%20b&tag=x&tag=1' });
    expect(target({ path: value('/a?b=%20&c="ü\ud800#d'), query: entries({ e: 1 }) })).toMatchObject({
      target: '/a?b=%20&c=%22%C3%BC%EF%BF%BD%23d&e=1',
    });
  });

  it('takes an address of the candidate itself as its path, and no other', () => {
    expect(target({ path: template(variable('location')) })).toMatchObject({ target: '/orders/7?x=1' });
    expect(target({ path: template(variable('app.url')) })).toMatchObject({ target: '/' });
    expect(target({ path: template(variable('elsewhere')) })).toMatchObject({
      blame: 'candidate',
      message: 'a path starts with "/"',
    });
    expect(target({ path: template(variable('app.url'), '.evil.org/') })).toMatchObject({ blame: 'scenario' });
  });

  it('makes headers of credentials', () => {
    expect(target({ bearer: template(variable('token')), headers: entries({ accept: ['a', 'b'] }) })).toMatchObject({
      headers: [
        ['authorization', 'Bearer a b'],
        ['accept', 'a'],
        ['accept', 'b'],
      ],
    });
    expect(target({ basic: { user: value('ann'), password: value('pä:s') } })).toMatchObject({
      headers: [['authorization', `Basic ${Buffer.from('ann:pä:s').toString('base64')}`]],
    });
  });

  it('lets no value end a header', () => {
    expect(target({ bearer: template(variable('evil')) })).toMatchObject({ blame: 'candidate' });
    expect(target({ headers: entries({ x: 'a\nb' }) })).toMatchObject({ blame: 'scenario' });
  });

  it('prints JSON bodies with the digits they have', () => {
    const number = { is: 'number', digits: '1.10', at: value(1).at } as const;
    expect(
      target({ content: { is: 'json', value: value({ price: number, to: template(variable('token')) }) } }),
    ).toMatchObject({
      content: { is: 'text', type: 'application/json', text: '{"price":1.10,"to":"a b"}' },
    });
  });

  it('prints form and text bodies', () => {
    expect(target({ content: { is: 'form', fields: entries({ a: 'x y', b: ['1', '&'] }) } })).toMatchObject({
      content: { type: 'application/x-www-form-urlencoded', text: 'a=x+y&b=1&b=%26' },
    });
    expect(target({ content: { is: 'text', text: value('hi') } })).toMatchObject({
      content: { type: 'text/plain', text: 'hi' },
    });
  });

  it('makes parts of multipart fields', () => {
    const fields = entries({
      title: 'x',
      photo: { file: 'in/a.png', type: 'image/png' },
      csv: { content: 'a,b', filename: 'a.csv' },
    });
    expect(target({ content: { is: 'multipart', fields } })).toMatchObject({
      content: {
        is: 'multipart',
        parts: [
          { is: 'field', name: 'title', text: 'x' },
          { is: 'file', name: 'photo', filename: 'a.png', path: 'in/a.png', type: 'image/png' },
          { is: 'content', name: 'csv', filename: 'a.csv', text: 'a,b' },
        ],
      },
    });
    expect(target({ content: { is: 'multipart', fields: entries({ a: { content: 'x' } }) } })).toMatchObject({
      blame: 'scenario',
    });
  });
});

describe('fillAction of run and file', () => {
  const run = {
    kind: 'run',
    command: [value('notes'), template('--tag=', variable('token'))],
    env: entries({ A: 1 }),
    timeout: 5,
  } as const;

  it('fills arguments without ever splitting one', () => {
    expect(fillAction({ ...run, stdin: value('in'), cwd: value('sub') }, scope)).toEqual({
      ok: true,
      value: { kind: 'run', argv: ['notes', '--tag=a b'], env: { A: '1' }, stdin: 'in', cwd: 'sub', timeout: 5 },
    });
    expect(fillAction(run, scope)).toMatchObject({ ok: true, value: { kind: 'run' } });
  });

  it('fills paths', () => {
    expect(fillAction({ kind: 'file', path: template(variable('app.dir'), '/x') }, scope)).toEqual({
      ok: true,
      value: { kind: 'file', path: '/app/x' },
    });
  });

  it('passes no NUL on, and knows whose it was', () => {
    expect(fillAction({ ...run, command: [template(variable('nul'))] }, scope)).toMatchObject({
      fault: { blame: 'candidate' },
    });
    expect(fillAction({ kind: 'file', path: value('a\0') }, scope)).toMatchObject({ fault: { blame: 'scenario' } });
  });
});
