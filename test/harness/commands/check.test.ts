import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canaryOf } from '../../../harness/model/canary.ts';
import { withCanary } from '../../../harness/vault/canary.ts';
import { inVault, settings, type VaultFiles } from '../vault/rig.ts';

const main = join(import.meta.dirname, '../../../harness/main.ts');

function holdout(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const marked = (text: string, digit: number): string =>
  withCanary(text, canaryOf(`00000000-0000-4000-8000-00000000000${digit}`));
const good = marked('name: Good\nsteps:\n  - http: GET /\n    expect: { text: hello }\n', 1);
const slip = marked('name: Slip\nsteps:\n  - htpt: GET /\n    expect: { text: hello } # why\n', 2);
const idle = marked('name: Idle\nsteps:\n  - http: GET /\n', 3);
const vault = (files: VaultFiles): VaultFiles => ({
  'vault.yaml': marked(settings, 0),
  'a/good.yaml': good,
  ...files,
});

describe('holdout check', () => {
  it('ends with 0 when there are only warnings, and with 2 when there are errors', () => {
    inVault(vault({ 'idle.yaml': idle }), (dir) => {
      const { status, stdout } = holdout(dir, 'check', '.');
      expect(status).toBe(0);
      expect(stdout).toContain('warning: this scenario expects nothing of its own');
      expect(stdout).toContain('2 scenarios, no errors');
      expect(stdout).not.toContain('\u001b');
    });
    inVault(vault({ 'slip.yaml': slip }), (dir) => {
      const { status, stdout } = holdout(dir, 'check', '.');
      expect(status).toBe(2);
      expect(stdout).toContain('--fix can mend one of them');
    });
  });

  it('checks the vault it is called in, and says how to learn why something is advised', () => {
    inVault(vault({ 'idle.yaml': idle }), (dir) => {
      const { status, stdout } = holdout(join(dir, 'a'), 'check');
      expect(status).toBe(0);
      expect(stdout).toContain('2 scenarios, no errors');
      expect(stdout).toContain('\nwhy: holdout check --explain no-assertion\n');
      expect(holdout(dir, 'check', '--explain', 'no-assertion').status).toBe(0);
    });
  });

  it('shows the problems of one file, and counts those of the others', () => {
    inVault(vault({ 'slip.yaml': slip, 'idle.yaml': idle }), (dir) => {
      const one = holdout(dir, 'check', 'idle.yaml');
      expect(one.status).toBe(0);
      expect(one.stdout).toContain('idle.yaml, no errors; 1 problem in other files of the vault');
      const other = holdout(join(dir, 'a'), 'check', '../slip.yaml');
      expect(other.status).toBe(2);
      expect(other.stdout).not.toContain('expects nothing');
      expect(holdout(dir, 'check', 'a/good.yaml').stdout).toBe(
        'a/good.yaml, no errors; 2 problems in other files of the vault\n',
      );
    });
  });

  it('mends what is certain, says so, and has nothing to mend the second time', () => {
    inVault(vault({ 'slip.yaml': slip }), (dir) => {
      const { status, stdout } = holdout(dir, 'check', '.', '--fix');
      expect(status).toBe(0);
      expect(stdout).toBe('fixed slip.yaml:3:5  htpt -> http\nAccounts API: 2 scenarios, no errors\n');
      expect(readFileSync(join(dir, 'slip.yaml'), 'utf8')).toBe(slip.replace('htpt', 'http'));
      expect(holdout(dir, 'check', '.', '--fix').stdout).toBe('Accounts API: 2 scenarios, no errors\n');
    });
  });

  it('advises files without a canary to have one, and adds it: first to vault.yaml, then to the others', () => {
    const bare = 'name: Bare\nsteps:\n  - http: GET /\n    expect: { text: hello }\n';
    inVault({ 'vault.yaml': settings, 'bare.yaml': bare }, (dir) => {
      const before = holdout(dir, 'check', '.');
      expect(before.status).toBe(0);
      expect(before.stdout).toContain('warning: this file has no canary\n --> vault.yaml:1:1');
      expect(before.stdout).not.toContain('bare.yaml');
      expect(holdout(dir, 'check', '.', '--fix').stdout).toMatch(
        /^fixed bare\.yaml:5:1  \+ canary: holdout-canary-.*\nfixed vault\.yaml:6:1  \+ canary: .*\nAccounts API: 1 scenario, no errors\n$/,
      );
      expect(readFileSync(join(dir, 'bare.yaml'), 'utf8')).toMatch(
        new RegExp(`^${bare}canary: holdout-canary-[0-9a-f-]{36}\n$`),
      );
      expect(holdout(dir, 'check', '.', '--fix').stdout).toBe('Accounts API: 1 scenario, no errors\n');
    });
  });

  it('prints one document with --json, in a shape that stays', () => {
    inVault(vault({ 'slip.yaml': slip }), (dir) => {
      const document = JSON.parse(holdout(dir, 'check', '.', '--json').stdout);
      expect(document).toEqual({
        version: 1,
        vault: '.',
        ok: false,
        scenarios: 0,
        problems: [
          {
            code: 'unknown-key',
            severity: 'error',
            message: 'unknown key "htpt"',
            file: 'slip.yaml',
            line: 3,
            column: 5,
            length: 4,
            notes: [],
            fix: 'did you mean "http"?',
            edit: { file: 'slip.yaml', line: 3, column: 5, length: 4, text: 'http' },
          },
        ],
        elsewhere: 0,
        fixed: [],
      });
      const mended = JSON.parse(holdout(dir, 'check', 'slip.yaml', '--fix', '--json').stdout);
      expect(mended).toMatchObject({ ok: true, file: 'slip.yaml', problems: [] });
      expect(mended.fixed).toEqual([
        { file: 'slip.yaml', line: 3, column: 5, code: 'unknown-key', from: 'htpt', to: 'http' },
      ]);
    });
  });

  it('explains a rule, lists all, and knows what was meant', () => {
    expect(holdout('/', 'check', '--explain', 'vacuous').stdout).toContain('Mended');
    expect(holdout('/', 'check', '--explain').stdout).toContain('unknown-key');
    const unknown = holdout('/', 'check', '--explain', 'vacous');
    expect(unknown).toEqual({
      status: 2,
      stdout: '',
      stderr: 'error: there is no rule "vacous"\n   = did you mean "vacuous"?\n',
    });
    expect(
      JSON.parse(execFileSync(process.execPath, [main, 'check', '--explain', '--json'], { encoding: 'utf8' })).rules
        .length,
    ).toBeGreaterThan(80);
  });

  it('asks for a vault, and for a file in one', () => {
    expect(holdout('/', 'check')).toMatchObject({ status: 2, stdout: '' });
    expect(holdout('/', 'check').stderr).toContain('there is none here or beside this folder');
    inVault({ 'lonely.yaml': good }, (dir) => {
      const { status, stderr } = holdout(dir, 'check', 'lonely.yaml');
      expect(status).toBe(2);
      expect(stderr).toContain('lonely.yaml is in no vault');
    });
  });
});
