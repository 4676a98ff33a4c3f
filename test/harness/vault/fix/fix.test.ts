import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VaultFolder } from '../../../../harness/vault/files.ts';
import { fixVault } from '../../../../harness/vault/fix/fix.ts';
import { readVault } from '../../../../harness/vault/load.ts';
import { sourceOf } from '../../../../harness/vault/source.ts';
import { tries } from '../../../rig/prove.ts';
import { mistakes } from '../mistakes.ts';
import { settings } from '../rig.ts';

const folderOf = (text: string, vaultYaml = settings): VaultFolder => ({
  dir: '/vault',
  settings: sourceOf('vault.yaml', vaultYaml),
  scenarios: [sourceOf('a.yaml', text)],
  flows: [],
  controls: [],
  problems: [],
});

const textOf = ({ scenarios }: VaultFolder): string => scenarios[0]?.text ?? '';

const mended = (text: string): string => textOf(fixVault(folderOf(text)).folder);

const scenario = (steps: string, top = ''): string => `name: A promise\n${top}steps:\n  - ${steps}\n`;

describe('what is mended', () => {
  it.for([
    ['a key', scenario('htpt: GET /'), scenario('http: GET /')],
    ['a quoted key', scenario('"htpt": GET /'), scenario('"http": GET /')],
    ['a key that hides others', 'name: A\nstesp:\n  - htpt: GET /\n', 'name: A\nsteps:\n  - http: GET /\n'],
    [
      'a field and a matcher',
      scenario('http: GET /\n    expect: { boddy: { a: $stirng, b: { $contians: [x] } } } # why'),
      scenario('http: GET /\n    expect: { body: { a: $string, b: { $contains: [x] } } } # why'),
    ],
    [
      'functions and variables',
      scenario('http: "GET /${uper(emial)}?q=${emial.x}"', 'vars: { email: "${random.emial()}" }\n'),
      scenario('http: "GET /${upper(email)}?q=${email.x}"', 'vars: { email: "${random.email()}" }\n'),
    ],
    [
      '${...} without quotes',
      scenario(
        'http: { request: POST /, json: { a: ${who}, b: Hello ${who}, c: [${who}, /u/${who}/x] } }',
        'vars: { who: you }\n',
      ),
      scenario(
        'http: { request: POST /, json: { a: "${who}", b: "Hello ${who}", c: ["${who}", "/u/${who}/x"] } }',
        'vars: { who: you }\n',
      ),
    ],
    ['a method and a path', scenario('http: get  todos/1'), scenario('http: GET  /todos/1')],
    [
      'with carriage returns',
      scenario('htpt: GET /').replaceAll('\n', '\r\n'),
      scenario('http: GET /').replaceAll('\n', '\r\n'),
    ],
  ] as const)('%s', ([, wrong, right]) => {
    expect(mended(wrong)).toBe(right);
  });

  it('is told by file, line and word', () => {
    const { changes } = fixVault(folderOf(scenario('htpt: get todos')));
    expect(changes.map(({ file, line, column, from, to }) => `${file}:${line}:${column} ${from} -> ${to}`)).toEqual([
      'a.yaml:3:5 htpt -> http',
      'a.yaml:3:11 get todos -> GET todos',
      'a.yaml:3:11 GET todos -> GET /todos',
    ]);
  });

  it('is in vault.yaml too, and in no other file than the one asked for', () => {
    const folder = folderOf(scenario('htpt: GET /'), settings.replace('candidate', 'candidaet'));
    expect(fixVault(folder).folder.settings?.text).toBe(settings);
    const { changes } = fixVault(folder, 'a.yaml');
    expect(changes.map(({ file }) => file)).toEqual(['a.yaml']);
  });
});

describe('what is left alone', () => {
  it.for([
    ['a word that is as near to another', scenario('http: GET /\n    expect: { body: { $ltt: 3 } }')],
    ['a word that is not very near', scenario('http: GET /\n    expcet_: { text: x }')],
    ['names that are numbered', scenario('http: GET /${user1}', 'vars: { user2: a }\n')],
    ['names in the plural', scenario('http: GET /${item}', 'vars: { items: a }\n')],
    ['a key that is there already', scenario('http: GET /\n    expct: { text: a }\n    expect: { text: b }')],
    ['a field that is there already', scenario('http: GET /\n    expect: { stauts: 200, status: 200 }')],
    ['an address', scenario('http: GET http://localhost/x')],
    ['what needs thought', scenario('http: GET /\n    expect: { body: { $equals: { a: 1 } } }')],
    ['a key with an escape in it', scenario('"\\u0068tpt": GET /')],
  ] as const)('%s', ([, text]) => {
    expect(mended(text)).toBe(text);
  });
});

describe('any file at all', () => {
  const files = Object.values(mistakes).flatMap((content) => Object.values(content));
  const words = [
    'expect',
    'status',
    '$contains',
    'request',
    'email',
    'random.email',
    'GET /',
    '${email}',
    'steps',
    'http',
  ];
  const slips = fc
    .tuple(
      fc.constantFrom(
        ...files.filter((file) => typeof file === 'string').map(String),
        scenario(`http: { ${words.join(': 1, ')}: 2 }`),
      ),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom('drop', 'swap', 'double')), { minLength: 1, maxLength: 4 }),
    )
    .filter(([text]) => text.length < 2000)
    .map(([text, changes]) => changes.reduce((now, [at, how]) => slip(now, at % Math.max(1, now.length), how), text));

  it('is mended once and for all, and has no more errors than before', () => {
    fc.assert(
      fc.property(slips, (text) => {
        const once = fixVault(folderOf(text));
        const twice = fixVault(once.folder);
        expect(twice.changes).toEqual([]);
        expect(textOf(twice.folder)).toBe(textOf(once.folder));
        if (once.changes.length === 0) expect(textOf(once.folder)).toBe(text);
        expect(once.loaded.problems).toEqual(readVault(once.folder).problems);
        expect(!unread(folderOf(text)) && unread(once.folder)).toBe(false);
      }),
      { numRuns: tries(150) },
    );
  });
});

function slip(text: string, at: number, how: string): string {
  const [one = '', two = ''] = [text[at], text[at + 1]];
  const instead = how === 'drop' ? two : how === 'swap' ? two + one : one + one + two;
  return text.slice(0, at) + instead + text.slice(at + 2);
}

function unread(folder: VaultFolder): boolean {
  return readVault(folder).problems.some(({ code }) => code === 'bad-yaml');
}
