import { expect, it } from 'vitest';
import { canaryOf } from '../../../harness/model/canary.ts';
import { withCanary } from '../../../harness/vault/canary.ts';
import { sourceOf } from '../../../harness/vault/source.ts';
import { fixVault } from '../../../harness/vault/fix/fix.ts';
import { readVault } from '../../../harness/vault/load.ts';
import { codesOf, load, settings } from './rig.ts';

const canary = (digit: number): string => canaryOf(`00000000-0000-4000-8000-00000000000${digit}`);
const flow = 'steps:\n  - http: GET /\nreturns: { a: b }\n';
const hello = 'name: Hello\nsteps:\n  - use: greet\n    expect: { a: b }\n';

it('a canary changes nothing that is judged, and is not in the texts that travel with a scenario', () => {
  const bare = load({ 'flows/greet.yaml': flow, 'hello.yaml': hello }).vault;
  const { vault, problems } = load({
    'vault.yaml': withCanary(settings, canary(0)),
    'flows/greet.yaml': withCanary(flow, canary(1)),
    'hello.yaml': withCanary(hello, canary(2)),
  });
  expect(problems).toEqual([]);
  expect(vault?.judgedDigest).toBe(bare?.judgedDigest);
  expect(vault?.canaries).toEqual([
    { file: 'vault.yaml', canary: canary(0) },
    { file: 'hello.yaml', canary: canary(2) },
    { file: 'flows/greet.yaml', canary: canary(1) },
  ]);
  expect(bare?.canaries).toEqual([]);
  expect(JSON.stringify(vault?.scenarios)).not.toContain('holdout-canary-');
});

it('a canary that is none is a problem', () => {
  const loaded = load({ 'hello.yaml': 'canary: holdout-canary-1\nname: Hello\nsteps:\n  - http: GET /\n' });
  expect(codesOf(loaded)).toEqual(['bad-value']);
});

const scenarios = (...texts: readonly string[]) => ({
  dir: '/vault',
  settings: sourceOf('vault.yaml', withCanary(settings, canary(0))),
  scenarios: texts.map((own, n) => sourceOf(`${n}.yaml`, own)),
  flows: [],
  controls: [],
  problems: [],
});
const advised = (own: string) =>
  readVault(scenarios(own), () => canary(9)).problems.filter(({ code }) => code.endsWith('-canary'));
const mended = (...texts: readonly string[]) =>
  fixVault(scenarios(...texts), undefined, () => canary(9)).folder.scenarios.map((source) => source.text);

it.for([
  ['a text', 'name: A\nsteps:\n  - http: GET /\n', `canary: ${canary(9)}\n`],
  ['a text without a newline at its end', 'name: A\nsteps:\n  - http: GET /', `\ncanary: ${canary(9)}\n`],
  ['a text with carriage returns', 'name: A\r\nsteps:\r\n  - http: GET /\r\n', `canary: ${canary(9)}\r\n`],
  ['a text that is indented', '  name: A\n  steps:\n    - http: GET /\n', `  canary: ${canary(9)}\n`],
  ['a text that ends in a block', 'name: A\nsteps:\n  - http: GET /\ndescription: |\n  a\n', `canary: ${canary(9)}\n`],
] as const)('%s gets a canary behind it', ([, before, added]) => {
  expect(mended(before)).toEqual([before + added]);
  expect(advised(before + added)).toEqual([]);
});

it.for([
  ['in braces', '{ name: A, steps: [{ http: GET / }] }\n'],
  ['with the marks of a document', '---\nname: A\nsteps:\n  - http: GET /\n'],
] as const)('a text %s is advised to have a canary, and left as it is', ([, before]) => {
  expect(advised(before).map(({ code, edit }) => [code, edit])).toEqual([['no-canary', undefined]]);
  expect(mended(before)).toEqual([before]);
});

it('other slips of a file are mended beside its canary', () => {
  expect(mended('name: A\nsteps:\n  - htpt: GET /\n')).toEqual([
    `name: A\nsteps:\n  - http: GET /\ncanary: ${canary(9)}\n`,
  ]);
});

const text = (digit: number): string => withCanary('name: A\nsteps:\n  - http: GET /\n', canary(digit));

it('a canary that another file has is drawn anew', () => {
  expect(mended(text(1), text(1).replace('A', 'B'))).toEqual([text(1), text(9).replace('A', 'B')]);
});
