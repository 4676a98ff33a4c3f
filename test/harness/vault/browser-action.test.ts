import { describe, expect, it } from 'vitest';
import type { Act } from '../../../harness/model/act.ts';
import { codesOf, loadSteps } from './rig.ts';

const load = (acts: string) => loadSteps(`- browser:\n${acts.replaceAll(/^/gm, '    ')}`);
function actsOf(acts: string): readonly Act[] {
  const { vault, problems } = load(acts);
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  const action = vault?.scenarios[0]?.steps[0]?.action;
  return action?.kind === 'browser' ? action.acts : [];
}

describe('a browser step', () => {
  it('knows all acts', () => {
    const acts = actsOf(`- goto: /a
- reload
- back
- click: { role: button, name: Add }
- fill: { label: Name, value: 7 }
- dblclick: { text: Done }
- check: { text: Done }
- uncheck: { testId: done }
- select: { placeholder: Size, value: S }
- press: Control+A
- press: { key: Enter, label: Search }
- hover: { css: h1 }
- upload: { label: File, files: [a.txt, b.txt] }
- dialog: accept
- dialog: { accept: Ann }
- see: { role: listitem, hasText: milk, count: { $gte: 1 } }
- see: { label: Name, value: '', checked: false, enabled: true }
- notSee: { role: alert }`);
    expect(acts.map(({ is }) => is)).toEqual(
      'goto reload back click fill dblclick check uncheck select press press hover upload dialog dialog see see notSee'.split(
        ' ',
      ),
    );
  });

  it('keeps the place of each act, and of what it expects', () => {
    const [act] = actsOf('- see: { role: checkbox, name: Tea, checked: true }');
    expect(act?.at).toMatchObject({ line: 4, column: 9, length: 3 });
    expect(act?.is === 'see' ? act.facts.checked : undefined).toMatchObject({ is: true, at: { line: 4, column: 52 } });
  });

  it('finds inside another, one of several, and the n-th', () => {
    const [act] = actsOf(
      '- click: { $oneOf: [{ role: button }, { role: link, exact: true, name: Go }], in: { role: list, nth: -1 } }',
    );
    expect(act).toMatchObject({
      target: {
        by: { by: 'oneOf', locators: [{ by: { role: {}, exact: false } }, { by: { exact: true } }] },
        in: { by: { by: 'role' }, nth: -1 },
      },
    });
  });

  it.each([
    ['- click: { name: Add }', 'no-locator'],
    ['- click: {}', 'bad-value'],
    ['- click: { role: button, label: Add }', 'two-locators'],
    ['- click: { label: Add, name: Add }', 'misplaced-key'],
    ['- click: { role: button, exact: true }', 'misplaced-key'],
    ['- click: { testId: a, exact: true }', 'misplaced-key'],
    ['- click: { role: button, value: x }', 'misplaced-key'],
    ['- notSee: { role: alert, count: 1 }', 'misplaced-key'],
    ['- see: { role: list, in: { role: main, checked: true } }', 'misplaced-key'],
    ['- click: { role: buton }', 'unknown-role'],
    ['- click: { role: h1 }', 'unknown-role'],
    ['- click: { text: "" }', 'empty-text'],
    ['- click: { text: $any }', 'bad-locator'],
    ['- click: { text: [a] }', 'bad-locator'],
    ['- click: { text: { $matches: "(?i)a" } }', 'bad-regex'],
    ['- click: { text: { $matches: "a(?=b)" } }', 'bad-regex'],
    ['- fill: { label: Name }', 'missing-key'],
    ['- fill: { label: Name, value: { a: 1 } }', 'bad-value'],
    ['- upload: { label: File }', 'missing-key'],
    ['- press: { label: Name }', 'missing-key'],
    ['- press: Entre', 'unknown-key-name'],
    ['- press: Ctrl+A', 'unknown-key-name'],
    ['- goto: todos', 'bad-request'],
    ['- goto: http://localhost:3000/', 'bad-request'],
    ['- see: { role: list, count: 1.5 }', 'bad-value'],
    ['- see: { role: list, count: { $gt: 1, $lt: 4 } }', 'bad-value'],
    ['- dialog: perhaps', 'bad-value'],
    ['- jump: { role: button }', 'unknown-key'],
  ])('%s is %s', (act, code) => {
    const codes = load(`- goto: /\n- see: { role: main }\n${act}`)
      .problems.filter(({ severity }) => severity === 'error')
      .map((one) => one.code);
    expect(codes).toEqual([code]);
  });

  it('suggests the role that an element has', () => {
    const [problem] = load('- click: { role: li }').problems;
    expect(problem?.fix).toBe('did you mean "listitem"?');
  });

  it('takes a word that begins with two dollars for what it says', () => {
    const [act] = actsOf('- see: { text: $$9.99 }');
    expect(act).toMatchObject({ target: { by: { text: { text: { template: ['$9.99'] } } } } });
  });

  it('is warned of what passes too early, and of selectors', () => {
    expect(codesOf(load('- goto: /\n- notSee: { css: ".error" }'))).toEqual(['not-see-first', 'css-locator']);
  });
});
