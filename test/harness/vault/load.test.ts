import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadVault } from '../../../harness/vault/load.ts';
import { codesOf, inVault, load, settings } from './rig.ts';

const scenario = (name: string, more = ''): string => `name: ${name}\n${more}steps:\n  - http: GET /\n`;
const whole = (name: string): string => `${scenario(name)}    expect: { text: hello }\n`;

describe('which files are scenarios', () => {
  it('reads YAML at any depth, by id in the order of their code units', () => {
    const { vault } = load({
      'b.yaml': scenario('B'),
      'a/z.yml': scenario('AZ'),
      'a-b.yaml': scenario('AB'),
      'Z.yaml': scenario('Z'),
      'a/b/c.yaml': scenario('ABC'),
    });
    expect(vault?.scenarios.map(({ id }) => id)).toEqual(['Z', 'a-b', 'a/b/c', 'a/z', 'b']);
  });

  it('skips controls, flows, hidden files, node_modules and everything that is not YAML', () => {
    const { vault, problems } = load({
      'a.yaml': scenario('A'),
      'controls/x.yaml': 'no scenario',
      'flows/log-in.yaml': 'steps:\n  - http: GET /log-in\n',
      '.hidden.yaml': 'no scenario',
      '.git/x.yaml': 'no scenario',
      'node_modules/p/x.yaml': 'no scenario',
      'scenario.schema.json': '{}',
      'README.md': '# x',
    });
    expect(problems).toEqual([]);
    expect(vault?.scenarios.map(({ id }) => id)).toEqual(['a']);
  });

  it('follows no symbolic link, neither out of the vault nor within', () => {
    inVault({ 'secret.yaml': whole('Elsewhere') }, (outside) => {
      inVault({ 'vault.yaml': settings, 'a.yaml': whole('A') }, (dir) => {
        symlinkSync(join(outside, 'secret.yaml'), join(dir, 'file.yaml'));
        symlinkSync(outside, join(dir, 'folder'));
        symlinkSync('a.yaml', join(dir, 'inside.yaml'));
        const loaded = loadVault(dir);
        expect(codesOf(loaded)).toEqual(['symbolic-link', 'symbolic-link', 'symbolic-link']);
        expect(JSON.stringify(loaded)).not.toContain('Elsewhere');
      });
    });
  });

  it('resolves links on the way to the vault itself', () => {
    inVault({ 'vault.yaml': settings, 'a.yaml': scenario('A') }, (dir) => {
      inVault({ 'x.txt': '' }, (other) => {
        symlinkSync(dir, join(other, 'vault'));
        expect(loadVault(join(other, 'vault')).vault?.dir).toBe(loadVault(dir).vault?.dir);
      });
    });
  });

  it('says so when there is no vault', () => {
    expect(codesOf(loadVault('/nowhere/at/all'))).toEqual(['no-vault']);
    expect(inVault({ 'a.txt': '' }, (dir) => codesOf(loadVault(join(dir, 'a.txt'))))).toContain('unreadable');
  });

  it('wants vault.yaml', () => {
    expect(inVault({ 'a.yaml': whole('A') }, (dir) => codesOf(loadVault(dir)))).toEqual(['no-vault-file']);
  });
});

describe('problems', () => {
  it('are those of all files at once, by file and then by line', () => {
    const { vault, problems } = load({
      'b.yaml': scenario('B', 'tgas: [a]\n') + '    exepct: { status: 1 }\n',
      'a.yaml': scenario('A') + '    expect: { body: { x: $uiud, y: "${zz}" } }\n',
      'c.yaml': 'name: {',
    });
    expect(vault).toBeUndefined();
    expect(problems.map(({ code, excerpt }) => `${excerpt?.at.file}:${excerpt?.at.line} ${code}`)).toEqual([
      'a.yaml:4 unknown-matcher',
      'a.yaml:4 unknown-variable',
      'b.yaml:2 unknown-key',
      'b.yaml:5 unknown-key',
      'c.yaml:1 bad-yaml',
    ]);
  });

  it('that are warnings leave the vault usable', () => {
    const loaded = load({ 'a.yaml': 'name: A\nsteps:\n  - http: POST /\n    eventually: 5s\n' });
    expect(loaded.vault?.scenarios).toHaveLength(1);
    expect(loaded.problems.map(({ severity }) => severity)).toEqual(['warning']);
  });

  it('count a scenario that is broken among N', () => {
    const pinned = `${settings}gate: { pass: 1 of 2 }\n`;
    expect(codesOf(load({ 'vault.yaml': pinned, 'a.yaml': scenario('A'), 'b.yaml': 'name: {' }))).toEqual(['bad-yaml']);
  });

  it('about tags wait until every file can be read', () => {
    const tagged = `${settings}gate: { mustPass: ["tag:x"] }\n`;
    expect(codesOf(load({ 'vault.yaml': tagged, 'a.yaml': 'name: {' }))).toEqual(['bad-yaml']);
  });
});

const vaultOf = (files: Record<string, string>) => load(files).vault;
const digestOf = (yaml: string) => vaultOf({ 'a.yaml': yaml })?.scenarios[0]?.digest;

describe('digests', () => {
  it('do not depend on layout, comments, hint, description or the name of the file', () => {
    const plain = digestOf(scenario('A'));
    expect(digestOf('# hi\nhint: h\ndescription: d\nsteps: [ { http: "GET /" } ]\nname: "A"\n')).toBe(plain);
    expect(vaultOf({ 'b/c.yaml': scenario('A') })?.scenarios[0]?.digest).toBe(plain);
  });

  it('depend on everything else', () => {
    const all = [
      scenario('A'),
      scenario('B'),
      scenario('A', 'weight: 2\n'),
      scenario('A', 'vars: { a: 1 }\n'),
      scenario('A', 'vars: { a: 1.0 }\n'),
      scenario('A', 'vars: { a: "1" }\n'),
      `${scenario('A')}    expect: { status: 200 }\n`,
      `${scenario('A')}    as: bob\n`,
    ];
    expect(new Set(all.map(digestOf)).size).toBe(all.length);
  });

  it('of what is judged depend on scenarios, recipe and limits, not on gate, feedback and controls', () => {
    const digest = (top: string, files = { 'a.yaml': scenario('A') }) =>
      vaultOf({ 'vault.yaml': settings + top, ...files })?.judgedDigest;
    const plain = digest('');
    expect(digest('gate: { pass: 1 }\nfeedback: gate\ncontrols: { good: [ref:x] }\n')).toBe(plain);
    expect(digest('limits: { trial: 5s }\n')).not.toBe(plain);
    expect(digest('  env: { at: x }\n')).not.toBe(digest('  env: { at: y }\n'));
    expect(digest('', { 'a.yaml': scenario('B') })).not.toBe(plain);
  });
});

it('stays plain data that survives JSON', () => {
  const { vault } = load({ 'a.yaml': scenario('A', 'vars: { a: "${random.int(1, 6)}", __proto__: 1 }\n') });
  expect(JSON.parse(JSON.stringify(vault))).toEqual(vault);
});
