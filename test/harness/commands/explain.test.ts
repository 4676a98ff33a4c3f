import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inVault, settings } from '../vault/rig.ts';

const main = join(import.meta.dirname, '../../../harness/main.ts');

function holdout(cwd: string, ...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], { cwd, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const files = {
  'vault.yaml': settings,
  'auth/login.yaml': 'name: Log in\nsteps:\n  - http: POST /login\n    expect: { body: { token: $nonempty } }\n',
};

describe('holdout explain', () => {
  it('finds a scenario by its id and by its file, in a vault that is named or further up', () => {
    inVault(files, (dir) => {
      const texts = [
        holdout('/', 'explain', 'auth/login', '--vault', dir),
        holdout(dir, 'explain', 'auth/login'),
        holdout(join(dir, 'auth'), 'explain', 'login.yaml'),
        holdout('/', 'explain', join(dir, 'auth/login.yaml')),
      ];
      for (const { status, stdout } of texts) {
        expect(status).toBe(0);
        expect(stdout).toBe(texts[0]?.stdout);
      }
      expect(texts[0]?.stdout).toContain('- in the body, "token" is there and not empty');
    });
  });

  it('prints one document with --json', () => {
    inVault(files, (dir) => {
      const { version, scenario } = JSON.parse(holdout(dir, 'explain', 'auth/login', '--json').stdout);
      expect(version).toBe(1);
      expect(scenario.steps).toEqual([
        {
          name: 'POST /login',
          kind: 'http',
          does: 'send POST /login',
          acts: [],
          steps: [],
          expects: ['the status is less than 400', 'in the body, "token" is there and not empty'],
          saves: [],
        },
      ]);
    });
  });

  it('says what is not there, and what was meant', () => {
    inVault(files, (dir) => {
      const { status, stdout, stderr } = holdout(dir, 'explain', 'logn');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain('no scenario is called "logn"');
      expect(stderr).toContain('did you mean "auth/login"?');
      expect(holdout('/', 'explain', join(dir, 'auth/logn.yaml')).stderr).toContain('did you mean "auth/login"?');
    });
    expect(holdout('/', 'explain', 'auth/login').stderr).toContain('--vault');
  });

  it('shows what is wrong with a vault that has errors', () => {
    inVault({ ...files, 'b.yaml': 'name: B\nstesp: []\n' }, (dir) => {
      const { status, stderr } = holdout(dir, 'explain', 'auth/login');
      expect(status).toBe(2);
      expect(stderr).toContain('unknown key "stesp"');
    });
  });
});
