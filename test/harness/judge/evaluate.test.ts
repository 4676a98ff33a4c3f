import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tries } from '../../rig/prove.ts';
import { textOf } from '../../../harness/judge/data.ts';
import { evaluate, fill, fillText, fillVariables } from '../../../harness/judge/evaluate.ts';
import { faultLine } from '../../../harness/judge/fault.ts';
import { randomStream } from '../../../harness/judge/random.ts';
import { bind, bindSaved, trialScope } from '../../../harness/judge/scope.ts';
import { type Expression, ExactNumber } from '../../../harness/model/value.ts';
import { at, call, data, entries, number, operate, template, text, value, variable } from '../../rig/values.ts';

const start = trialScope({
  now: Date.UTC(2024, 1, 29, 12),
  url: 'http://127.0.0.1:3000',
  appDir: '/app',
  workDir: '/work',
});
const scope = bindSaved(
  bind(bind(start, 'email', 'ann@x.org'), 'qty', data(3)),
  'user',
  data({ items: [{ id: 'u1' }], name: 'Ann', 'set-cookie': 'a=1' }),
);

/** The value as text, or the Fault with who is to blame. */
function said(expression: Expression): string {
  const result = evaluate(expression, scope, at);
  return result.ok ? textOf(result.value) : `${result.fault.blame}: ${result.fault.message}`;
}

describe('fill', () => {
  it('keeps the type of one expression alone', () => {
    expect(fill(template(variable('qty')), scope)).toEqual({ ok: true, value: new ExactNumber('3') });
    expect(fill(template(variable('user', 'items')), scope)).toEqual({ ok: true, value: data([{ id: 'u1' }]) });
  });

  it('makes text of everything else, lists and objects as JSON', () => {
    expect(fill(template(variable('qty'), ' x'), scope)).toEqual({ ok: true, value: '3 x' });
    expect(fillText(template('is ', variable('user', 'items')), scope)).toEqual({
      ok: true,
      value: 'is [{"id":"u1"}]',
    });
    expect(fillText(value(null), scope)).toEqual({ ok: true, value: 'null' });
    expect(fillText(template(), scope)).toEqual({ ok: true, value: '' });
  });

  it('fills what is inside of lists and mappings', () => {
    const filled = fill(value({ to: template(variable('email')), list: [1.1, template('n', number(2))] }), scope);
    expect(filled).toEqual({ ok: true, value: data({ to: 'ann@x.org', list: [1.1, 'n2'] }) });
  });

  it('bounds the text it makes', () => {
    const long = template(...Array.from({ length: 2000 }, () => 'x'.repeat(1000)));
    expect(fill(long, scope)).toMatchObject({ ok: false, fault: { message: expect.stringContaining('longer than') } });
  });
});

describe('fillVariables', () => {
  it('goes from top to bottom, each using those before it', () => {
    const vars = entries({ price: 101, total: template(operate(variable('price'), '*', variable('qty'))) });
    const grown = fillVariables(vars, scope);
    expect(grown.ok && grown.value.variables.get('total')).toEqual(new ExactNumber('303'));
  });

  it('draws random values where there is a stream, and nowhere else', () => {
    const vars = entries({ n: template(call('random.int', number(1), number(6))) });
    expect(fillVariables(vars, scope, randomStream('s')).ok).toBe(true);
    const without = fillVariables(vars, scope);
    expect(without.ok ? '' : faultLine(without.fault)).toBe(
      'a.yaml:1:1: random.int() may only be called under "vars:"',
    );
  });
});

describe('evaluate', () => {
  it('follows paths, also into the built-in variables', () => {
    expect(said(variable('user', 'items', 0, 'id'))).toBe('u1');
    expect(said(variable('user', 'items', -1, 'id'))).toBe('u1');
    expect(said(variable('user', 'set-cookie'))).toBe('a=1');
    expect(said(variable('app.url'))).toBe('http://127.0.0.1:3000');
    expect(said(variable('work', 'dir'))).toBe('/work');
  });

  it('computes exactly', () => {
    expect(said(operate(number('0.1'), '+', number('0.2')))).toBe('0.3');
    expect(said({ is: 'negate', of: variable('qty') })).toBe('-3');
    expect(said(call('round', operate(number(250), '/', number(100))))).toBe('3');
  });

  it('calls functions', () => {
    expect(said(call('max', number(2), number('10'), variable('qty')))).toBe('10');
    expect(said(call('min', number(2), number('1.5')))).toBe('1.5');
    expect(said(call('abs', number('-2')))).toBe('2');
    expect(said(call('upper', text('straße')))).toBe('STRASSE');
    expect(said(call('lower', text('ÄB')))).toBe('äb');
    expect(said(call('len', text('a😀')))).toBe('2');
    expect(said(call('len', variable('user', 'items')))).toBe('1');
    expect(said(call('base64', text('é')))).toBe('w6k=');
    expect(said(call('sha256', text('')))).toMatch(/^e3b0c442/);
    expect(said(call('json', text('a"b')))).toBe('"a\\"b"');
    expect(said(call('now'))).toBe('2024-02-29T12:00:00.000Z');
  });

  it('says what is wrong with a scenario', () => {
    expect(said(variable('emial'))).toBe('scenario: undefined variable "emial"; did you mean "email"?');
    expect(said(variable('email', 'x'))).toBe('scenario: there is no email.x; it is text');
    expect(said(operate(variable('email'), '+', number(1)))).toBe('scenario: "+" takes numbers, not text');
    expect(said(operate(number(1), '/', number(0)))).toBe('scenario: division by zero');
    expect(said(call('len', variable('qty')))).toBe('scenario: len() takes one text, list or object');
    expect(said(call('upper', text('a'), text('b')))).toBe('scenario: upper() takes one text');
    expect(said(call('nope'))).toBe('scenario: nope() is not a function');
  });

  it('blames the candidate when a value of its own is the trouble', () => {
    expect(said(variable('user', 'items', 0, 'idd'))).toBe('candidate: there is no user.items[0].idd; there is "id"');
    expect(said(operate(variable('user', 'name'), '*', number(2)))).toBe('candidate: "*" takes numbers, not text');
  });

  it('knows own keys only', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'length', 'size']) {
      expect(said(variable('user', name))).toContain('there is no');
      expect(said(variable(name))).toContain('undefined variable');
      expect(said(variable('user', 'items', name))).toContain('there is no');
    }
  });

  it('never throws', () => {
    const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
      expression: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('0', '1.5', '-3', '1e1000000000', '1e-999999999', '9007199254740993').map(number),
        fc.string().map(text),
        fc.constantFrom(
          variable('user'),
          variable('qty'),
          variable('user', 'items', 0),
          variable('gone'),
          variable('app.url'),
        ),
        fc
          .tuple(tie('expression'), fc.constantFrom('+', '-', '*', '/', '%'), tie('expression'))
          .map(([a, op, b]) => operate(a, op, b)),
        tie('expression').map((of) => ({ is: 'negate', of }) as const),
        fc
          .tuple(
            fc.constantFrom(
              ...'round floor ceil abs min max upper lower len base64 sha256 json now nope random.int random.string random.pick random.word random.x'.split(
                ' ',
              ),
            ),
            fc.array(tie('expression'), { maxLength: 3 }),
          )
          .map(([name, args]) => call(name, ...args)),
      ),
    }));
    const random = randomStream('property');
    fc.assert(
      fc.property(expression, (one) => {
        const result = evaluate(one, scope, at, random);
        expect(result.ok ? result.value !== undefined : result.fault.message.length < 1000).toBe(true);
      }),
      { numRuns: tries(2000) },
    );
  });
});
