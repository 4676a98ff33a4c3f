import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Qualification } from '../../harness/model/qualified-vault.ts';
import { badVault, notesServer } from '../rig/bad-vault.ts';
import { prove } from '../rig/prove.ts';
import { scenario, vaultYaml, workbench } from '../rig/workbench.ts';

const findings = (stdout: string) =>
  Object.fromEntries(
    (JSON.parse(stdout) as Qualification).scenarios.map(({ id, findings: own }) => [id, own.map(({ word }) => word)]),
  );

/** Two scenarios that are right. */
const small = {
  'add.yaml': `name: A note that was added is there
vars: { text: "\${random.string(9)}" }
steps:
  - http: { request: POST /notes, json: { text: "\${text}" } }
  - http: GET /notes/1
    expect: { body: { text: "\${text}", done: false } }
`,
  'about.yaml': scenario('It says who it is', 'GET /about', '{ body: { name: notes } }'),
};

const quick = ['--runs', '2', '--mutants', '0'];

describe('holdout qualify', () => {
  it(`finds ${prove ? 'two' : 'one'} of each kind of mistake in a vault, and accuses no scenario that is right`, async () => {
    using bench = workbench();
    const { files, findings: expected } = badVault(prove ? 2 : 1);
    const args = ['qualify', bench.repo({ 'server.mjs': notesServer }), '--vault', bench.vault(files)];
    const { code, stdout, stderr } = await bench.holdout(...args, '--runs', '20', '--json');
    expect(code, stderr).toBe(1);
    expect(findings(stdout)).toEqual(expected);
    // What is known is not asked again: of the same vault the answer is there at once, and the same.
    const again = await bench.holdout(...args, '--runs', '20', '--json');
    expect(findings(again.stdout)).toEqual(expected);
  });

  it('says what is wrong, and with what, to a person', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': notesServer });
    const vault = bench.vault({
      'vault.yaml': vaultYaml('controls: { good: [ref:main] }\n'),
      ...small,
      'up.yaml': scenario('It is up', 'GET /about'),
    });
    const { code, stdout } = await bench.holdout('qualify', repo, '--vault', vault, ...quick);
    expect(stdout).toContain('vacuous: passes on the null candidates "200-json", "200-html"');
    expect(stdout).toContain('2 of 3 scenarios of bench qualify');
    expect(code).toBe(1);
  });

  it('takes controls from refs, folders and patches, and tells those that show nothing', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': notesServer });
    bench.commit(repo, 'silent', { 'server.mjs': 'process.exit(3);\n' });
    bench.git(repo, 'checkout', '--quiet', 'main');
    bench.commit(repo, 'renamed', { 'server.mjs': notesServer.replace("name: 'notes'", "name: 'no'") });
    const patch = bench.git(repo, 'diff', 'main', 'renamed');
    const vault = bench.vault({
      'vault.yaml': vaultYaml(
        'controls:\n  good: [ref:main]\n  bad: { silent: ref:silent, same: { ref: main, fails: [add] }, renamed: { fails: about } }\n',
      ),
      ...small,
      'controls/good/copy/server.mjs': notesServer,
      'controls/bad/renamed.patch': `${patch}\n`,
    });
    const { code, stdout, stderr } = await bench.holdout('qualify', repo, '--vault', vault, ...quick, '--json');
    expect(code, stderr).toBe(1);
    const { controls } = JSON.parse(stdout) as Qualification;
    const named = (kind: string) => controls.filter((control) => control.kind === kind);
    expect(named('good')).toMatchObject([
      { name: 'main', passed: 2, asked: 2 },
      { name: 'copy', passed: 2, asked: 2 },
    ]);
    expect(named('bad')).toMatchObject([
      { name: 'silent', passed: 0, trouble: 'it does not start, which all scenarios would notice' },
      { name: 'same', passed: 2, trouble: 'no scenario fails on it' },
      { name: 'renamed', passed: 1, asked: 2 },
    ]);
    expect(findings(stdout)).toEqual({ about: [], add: ['blind'] });
  });

  it('makes scenarios count that a gate takes for advisory until then, and not once they say something else', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': notesServer });
    const settings = vaultYaml('controls: { good: [ref:main] }\ngate: { require: { qualified: true } }\n');
    const vault = bench.vault({ 'vault.yaml': settings, ...small });
    const judged = async (place: string) => (await bench.holdout('run', repo, '--ref', 'main', '--vault', place)).code;
    expect(await judged(vault)).toBe(3);
    expect(await bench.holdout('qualify', repo, '--vault', vault, ...quick)).toMatchObject({ code: 0 });
    expect(await judged(vault)).toBe(0);
    const edited = bench.vault(
      { 'vault.yaml': settings, ...small, 'about.yaml': scenario('It says who it is', 'GET /about') },
      'edited',
    );
    const { stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', edited);
    expect(stdout).toContain('1 advisory');
  });

  it('has mutants noticed by scenarios that pass while all are switched off, and by no others', async () => {
    using bench = workbench();
    const server = notesServer.replace(
      "if (url === '/about')",
      "if (url === '/source') return answer(200, { text: answer.toString() });\n  if (url === '/about')",
    );
    const vault = bench.vault({
      'vault.yaml': vaultYaml('controls: { good: [ref:main] }\n'),
      ...small,
      'source.yaml': scenario(
        'It shows its source',
        'GET /source',
        "{ body: { text: { $contains: 'body === undefined ?' } } }",
      ),
    });
    const args = ['qualify', bench.repo({ 'server.mjs': server }), '--vault', vault, '--runs', '2', '--mutants', '12'];
    const { stdout } = await bench.holdout(...args, '--json');
    const { scenarios, mutants } = JSON.parse(stdout) as Qualification;
    expect(scenarios.find(({ id }) => id === 'source')).toMatchObject({ qualified: true, mutants: { asked: 0 } });
    expect(mutants?.notes).toContainEqual(expect.stringContaining('source was not asked of mutants'));
    expect(mutants?.source?.tried).toBe(6);
  });

  it('sees an impossible scenario pass in any of its rows', async () => {
    using bench = workbench();
    const rows = `name: Nothing is where nothing was
impossible: true
examples: [{ path: /nowhere }, { path: /about }]
steps:
  - http: GET \${path}
    expect: { body: { name: notes } }
`;
    const vault = bench.vault({
      'vault.yaml': vaultYaml('controls: { good: [ref:main] }\n'),
      'rows.yaml': rows,
      ...small,
    });
    const { stdout } = await bench.holdout(
      'qualify',
      bench.repo({ 'server.mjs': notesServer }),
      '--vault',
      vault,
      ...quick,
      '--json',
    );
    expect(findings(stdout)).toMatchObject({ rows: ['possible'], add: [] });
  });

  it('goes on where it was ended', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': notesServer });
    const vault = bench.vault({ 'vault.yaml': vaultYaml('controls: { good: [ref:main] }\n'), ...small });
    const args = ['qualify', repo, '--vault', vault, '--runs', '3', '--mutants', '6'];
    const first = bench.start(...args);
    for await (const chunk of first.stderr ?? []) if (String(chunk).includes('mutants')) break;
    first.kill('SIGINT');
    expect(await once(first, 'close')).toEqual([130, null]);
    const { code, stdout } = await bench.holdout(...args, '--json');
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Qualification).mutants?.source?.tried).toBe(3);
  });

  it('needs a build that is known to be good, and one that can be asked', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': notesServer });
    bench.commit(repo, 'broken', { 'server.mjs': 'process.exit(3);\n' });
    const none = bench.vault({ 'vault.yaml': vaultYaml(), ...small });
    expect(await bench.holdout('qualify', repo, '--vault', none)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the vault has no good control'),
    });
    const gone = bench.vault({ 'vault.yaml': vaultYaml('controls: { good: [ref:gone] }\n'), ...small }, 'gone');
    expect(await bench.holdout('qualify', repo, '--vault', gone)).toMatchObject({ code: 2 });
    const broken = bench.vault({ 'vault.yaml': vaultYaml('controls: { good: [ref:broken] }\n'), ...small }, 'broken');
    expect(await bench.holdout('qualify', repo, '--vault', broken, ...quick)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("the good control broken can't be asked anything"),
    });
  });
});
