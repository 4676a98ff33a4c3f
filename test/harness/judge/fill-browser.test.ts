import { describe, expect, it } from 'vitest';
import { fillAction } from '../../../harness/judge/fill.ts';
import { bindSaved, trialScope } from '../../../harness/judge/scope.ts';
import type { Act, Locator, Wanted } from '../../../harness/model/act.ts';
import { at, data, template, value, variable } from '../../rig/values.ts';

const start = trialScope({ now: 0, url: 'http://127.0.0.1:3000', appDir: '/app' });
const saved = {
  price: '1.5 (net)',
  page: 'http://127.0.0.1:3000/orders/7?x=1#top',
  away: '//evil.example/',
  role: 'buton',
  many: 'x',
};
const scope = Object.entries(saved).reduce((grown, [name, said]) => bindSaved(grown, name, data(said)), start);

function fill(act: Act) {
  const result = fillAction({ kind: 'browser', acts: [act] }, scope);
  if (!result.ok) return result.fault;
  return result.value.kind === 'browser' ? result.value.acts[0] : undefined;
}

const byText = (text: Wanted): Locator => ({ by: { by: 'text', text, exact: false }, at });

describe('fillAction of browser', () => {
  it('takes an address of the candidate for its path, and no other', () => {
    expect(fill({ is: 'goto', path: template(variable('page')), at })).toEqual({
      is: 'goto',
      path: '/orders/7?x=1#top',
    });
    expect(fill({ is: 'goto', path: template(variable('away')), at })).toMatchObject({ blame: 'candidate' });
    expect(fill({ is: 'goto', path: value('todos'), at })).toMatchObject({ blame: 'scenario' });
  });

  it('escapes what is inserted into a regular expression, for the browser that reads it', () => {
    const regex = template('/^', variable('price'), ' \\-$/i');
    expect(fill({ is: 'click', target: byText({ is: 'regex', regex, at }), at })).toMatchObject({
      target: { by: { text: { is: 'regex', source: '^\\s*1\\.5\\s+\\(net\\)\\s+-\\s*$', flags: 'isu' } } },
    });
  });

  it('holds roles, keys and counts that are known only now against what there is', () => {
    const role: Locator = { by: { by: 'role', role: template(variable('role')), exact: false }, at };
    expect(fill({ is: 'click', target: role, at })).toMatchObject({
      message: '"buton" is not a role',
      blame: 'candidate',
    });
    expect(fill({ is: 'press', key: template(variable('role')), at })).toMatchObject({
      message: '"buton" is not a key',
    });
    const facts = { count: { is: '=' as const, number: template(variable('many')), at } };
    expect(fill({ is: 'see', target: byText({ is: 'text', text: value('a'), at }), facts, at })).toMatchObject({
      message: 'a count is a whole number',
    });
  });

  it('types numbers as they are written', () => {
    const act: Act = { is: 'fill', target: byText({ is: 'text', text: value('a'), at }), value: value(7), at };
    expect(fill(act)).toMatchObject({ value: '7' });
  });
});
