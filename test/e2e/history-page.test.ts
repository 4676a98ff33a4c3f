import { spawn } from 'node:child_process';
import { expect } from 'vitest';
import { blocksOf, page } from '../rig/docs.ts';
import { whole } from '../rig/prove.ts';
import { finished, holdoutBin, scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

/** The commands that a page shows, one by one, with the id of a Run that is there, and fewer repeats than one would want. */
function commandsOf(file: string, run: string): readonly string[] {
  return blocksOf(page(file))
    .filter(({ info }) => info === 'sh')
    .flatMap(({ text }) => text.trim().split('\n'))
    .filter((line) => line.startsWith('holdout '))
    .map((line) => line.replaceAll(/\brmx0[a-z0-9]+/g, run).replace('--runs 59', '--runs 3'));
}

/** Those of the README that stand in such a repository. */
const readme = commandsOf('README.md', '').filter((line) => /^holdout (?:compare|history|show|run \. )/.test(line));

const good = server(`if (path === '/out' || path === '/in') return answer(200, {});`);
const worse = server(`if (path === '/in') return answer(200, {});`);

whole('every command about runs that the pages show can be called as it stands there', async () => {
  using bench = workbench();
  const shop = bench.repo({ 'server.mjs': good }, 'shop');
  bench.git(shop, 'tag', 'v1.4.0');
  for (const branch of ['feature/login', 'attempt-1', 'attempt-2', 'attempt-3'])
    bench.commit(shop, branch, { 'server.mjs': `${worse}// ${branch}` });
  bench.vault(
    {
      'vault.yaml': vaultYaml(),
      'sessions/log-out.yaml': scenario('Out', 'GET /out'),
      'sessions/log-in.yaml': scenario('In', 'GET /in'),
    },
    'shop-vault',
  );
  const inShop = ['--ref', 'main', '--vault', 'shop-vault'];
  // One that is ended when its first trial is done, for the page to go on with.
  const killed = bench.start('run', 'shop', ...inShop, '--lanes', '1');
  for await (const chunk of killed.stderr ?? []) if (/^ {2}pass /m.test(String(chunk))) break;
  killed.kill('SIGKILL');
  const others = ['feature/login', 'attempt-1', 'attempt-2', 'attempt-3'].flatMap((ref) => ['--ref', ref]);
  await bench.holdout('run', 'shop', ...others, '--vault', 'shop-vault');
  const { history } = JSON.parse((await bench.holdout('history', '--json', '--ref', 'feature/login')).stdout);
  const [{ id }] = history.runs;

  for (const command of [...commandsOf('docs/history.md', id), ...readme]) {
    const script = `cd shop; holdout() { "${process.execPath}" "${holdoutBin}" "$@"; }; ${command}`;
    const { code, stdout, stderr } = await finished(spawn('bash', ['-c', script], { cwd: bench.dir, env: bench.env }));
    const decides = /^holdout (?:run|resume|gate) /.test(command);
    expect(`${command}\n${code}\n${stdout}${stderr}`).toMatch(decides ? /\n[013]\n/ : /\n0\n/);
  }
});
