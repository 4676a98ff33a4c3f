import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';
import { whole } from '../rig/prove.ts';

const app = {
  'server.mjs': server(
    `if (path === '/hello') return answer(200, { greeting: 'hello', id: 7, calls: ++calls });
     if (path === '/token') return answer(200, { token: 'tok-' + 'secret-value' });`,
    'let calls = 0;',
  ),
};
const hello = (greeting: string): string => scenario('Says hello', 'GET /hello', `{ body: { greeting: ${greeting} } }`);
const token = (status: number): string =>
  `name: Gives a token\nsecrets: [token]\nsteps:\n  - http: GET /token\n    save: { token: body.token }\n  - http: { request: GET /hello, bearer: "\${token}" }\n    expect: { status: ${status} }\n`;
const vaultFiles = {
  'vault.yaml': vaultYaml('gate: { pass: 2 }\n'),
  'hello.yaml': hello('goodbye'),
  'token.yaml': token(200),
  'none.yaml': scenario('Knows what it has not', 'GET /none', '{ status: 404 }'),
};

describe('holdout regrade', () => {
  it('shows what changed expectations come to, stores that when told to, and never asks the candidate', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const vault = bench.vault(vaultFiles);
    const judge = ['run', repo, '--ref', 'main', '--vault', vault, '--confirm', '0'];
    expect(await bench.holdout(...judge)).toMatchObject({ code: 0 });
    const at = ['--vault', vault];
    expect((await bench.holdout('regrade', 'latest', ...at)).stdout).toContain('there is nothing to regrade');

    writeFileSync(join(vault, 'hello.yaml'), hello('hello'));
    writeFileSync(join(vault, 'token.yaml'), token(403));
    // Whatever becomes of the candidate: it is not needed any more.
    rmSync(repo, { recursive: true });
    const shown = await bench.holdout('regrade', 'latest', ...at);
    expect(shown).toMatchObject({ code: 0, stderr: '' });
    expect(shown.stdout).toContain('hello  fail -> pass\n');
    expect(shown.stdout).toContain('token  pass -> fail\n');
    expect(shown.stdout).toContain('expected 403, received 200');
    expect(shown.stdout).toMatch(/before {2}2 of 3 pass: allow\nafter {3}2 of 3 pass: allow/);
    expect(shown.stdout).not.toContain('secret-value');
    expect(JSON.parse((await bench.holdout('history', '--json')).stdout)).toMatchObject({ history: { runs: [{}] } });

    const applied = await bench.holdout('regrade', 'latest', ...at, '--apply', '--json');
    const document = JSON.parse(applied.stdout);
    expect(document).toMatchObject({
      changed: [
        { scenario: 'hello', before: 'fail', after: 'pass' },
        { scenario: 'token', before: 'pass', after: 'fail', failure: { mismatches: [{ expected: '403' }] } },
      ],
      toJudge: [],
      before: { tally: { pass: 2 } },
      after: { tally: { pass: 2, total: 3 }, decision: { is: 'allow' } },
      stored: expect.stringMatching(/^r/),
    });
    expect(applied.stdout).not.toContain('secret-value');
    const again = await bench.holdout('show', document.stored);
    expect(again.stdout).toContain('2 of 3 pass');
    expect(again.stdout).not.toContain('secret-value');
    expect((await bench.holdout('regrade', document.run, ...at, '--apply')).stdout).toContain(
      `nothing was stored: ${document.stored} is a run of the same already`,
    );
    // What was regraded can be regraded again.
    writeFileSync(join(vault, 'hello.yaml'), hello('goodbye'));
    expect((await bench.holdout('regrade', document.stored, ...at)).stdout).toContain('hello  pass -> fail');
  });

  whole('is what judging the same again comes to', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const vault = bench.vault(vaultFiles);
    const judge = ['run', repo, '--ref', 'main', '--vault', vault, '--confirm', '0', '--json'];
    await bench.holdout(...judge);
    writeFileSync(join(vault, 'hello.yaml'), hello('hello'));
    const { stored } = JSON.parse(
      (await bench.holdout('regrade', 'latest', '--vault', vault, '--apply', '--json')).stdout,
    );
    const found = await bench.holdout(...judge);
    expect(JSON.parse(found.stdout)).toMatchObject({ reports: [{ run: { id: stored }, tally: { pass: 3 } }] });
    const judged = JSON.parse((await bench.holdout(...judge, '--again')).stdout);
    expect(judged).toMatchObject({ reports: [{ tally: { pass: 3, fail: 0 }, decision: { is: 'allow' } }] });
  });

  whole(
    'says what only the candidate can tell, and stores nothing then; and knows its vault, and its runs',
    async () => {
      using bench = workbench();
      const vault = bench.vault(vaultFiles);
      await bench.holdout('run', bench.repo(app), '--ref', 'main', '--vault', vault);
      writeFileSync(join(vault, 'hello.yaml'), scenario('Says hello', 'POST /hello', '{ status: 200 }'));
      writeFileSync(join(vault, 'extra.yaml'), scenario('Is new', 'GET /hello'));
      const { code, stdout, stderr } = await bench.holdout('regrade', 'latest', '--vault', vault, '--apply');
      expect(code).toBe(2);
      expect(stdout).toContain('extra  it is new\n');
      expect(stdout).toContain('hello  step 1 ("POST /hello") sends another request now\n');
      expect(stderr).toContain('holdout run judges all of them');
      const { history } = JSON.parse((await bench.holdout('history', '--json')).stdout);
      expect(history.runs).toHaveLength(1);

      const other = bench.vault({ ...vaultFiles, 'vault.yaml': vaultYaml().replace('bench', 'other') }, 'other');
      const wrong = await bench.holdout('regrade', 'latest', '--vault', other);
      expect(wrong).toMatchObject({ code: 2, stderr: expect.stringContaining('was judged by the vault "bench"') });
      expect(await bench.holdout('regrade', 'rnone', '--vault', vault)).toMatchObject({ code: 2 });
    },
  );
});
