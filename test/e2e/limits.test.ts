import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { findCgroups } from '../../harness/cell/cgroup.ts';
import type { OwnerReport } from '../../harness/model/report.ts';
import { finished, scenario, server, vaultYaml, workbench } from '../rig/workbench.ts';

/** What a request makes the server do, by the limit that it comes up against. */
const deeds: { readonly [limit: string]: string } = {
  memory: `const held = []; for (;;) held.push(Buffer.alloc(4e6, 1));`,
  processes: `const { spawn } = await import('node:child_process');
    for (let n = 0; n < 90; n++) spawn('sleep', ['60']).on('error', () => {});
    setTimeout(() => answer(503, {}), 1000);
    return;`,
  cpu: `for (;;);`,
  disk: `const { appendFileSync } = await import('node:fs');
    for (let n = 0; ; n++) try { appendFileSync('/tmp/full' + (n % 5), Buffer.alloc(1e5)); } catch (error) { return answer(507, {}); }`,
  files: `const { writeFileSync } = await import('node:fs');
    for (let n = 0; ; n++) try { writeFileSync('/tmp/f' + n, ''); } catch (error) { return answer(507, {}); }`,
  response: `response.write('x'); for (let n = 0; n < 60; n++) response.write('x'.repeat(1e5)); return response.end();`,
  headers: `response.writeHead(200, Object.fromEntries(Array.from({ length: 5000 }, (_, n) => ['h' + n, 'x'])));
    return response.end();`,
  depth: `return response.end('['.repeat(1e6 - 1) + ']'.repeat(1e6 - 1));`,
  redirects: `response.writeHead(302, { location: path }); return response.end();`,
};

/** Those that take more time, whose reason is `timeout`. */
const slow: { readonly [limit: string]: string } = {
  step: `response.writeHead(200); setInterval(() => response.write(' '), 50); return;`,
};

const expectations: { readonly [limit: string]: string } = { depth: '{ body: [1] }' };

const candidate = server(
  [...Object.entries(deeds), ...Object.entries(slow)]
    .map(([limit, deed]) => `if (path === '/${limit}') { ${deed} }`)
    .join('\n') + `\nif (path.startsWith('/fine')) return answer(200, {});`,
);

const limits = `limits:
  { memory: 300MiB, processes: 80, cpu: 3s, disk: 24MiB, files: 2000, fileSize: 20MiB, response: 3MiB, headers: 8KiB,
    step: 40s, trial: 60s }
`;

const floods = (limit: string): string =>
  scenario(
    `Comes up against ${limit}`,
    `{ request: GET /${limit}, timeout: ${limit === 'step' ? '1s' : '40s'}${limit === 'redirects' ? ', redirects: 20' : ''} }`,
    expectations[limit],
  );

interface Told {
  readonly reports: readonly Pick<OwnerReport, 'rows'>[];
}

it('names the limit that each greedy candidate hit, and judges what comes after as if nothing had been', async () => {
  using bench = workbench();
  const repo = bench.repo({ 'server.mjs': candidate, 'large.sh': 'exec head -c 30000000 /dev/zero > large' });
  const hit = [...Object.keys(deeds), ...Object.keys(slow)];
  const vault = bench.vault({
    'vault.yaml': vaultYaml(`  bin: { large: sh large.sh }\n${limits}`),
    'fileSize.yaml': 'name: Writes too much\nsteps: [{ run: large }]\n',
    ...Object.fromEntries(hit.map((limit) => [`${limit}.yaml`, floods(limit)])),
    ...Object.fromEntries([1, 2, 3].map((n) => [`fine-${n}.yaml`, scenario(`Fine ${n}`, `GET /fine/${n}`)])),
  });
  const { code, stdout } = await bench.holdout(
    'run',
    repo,
    '--ref',
    'main',
    '--vault',
    vault,
    '--report',
    'json',
    '--confirm',
    '0',
  );
  const [report] = (JSON.parse(stdout) as Told).reports;
  const reasons = Object.fromEntries(
    (report?.rows ?? []).map(({ scenario: id, verdict, reason }) => [
      id,
      `${verdict} ${reason.word} ${/limit "\w+"/.exec(reason.detail ?? '')?.[0] ?? ''}`,
    ]),
  );
  expect(reasons).toEqual({
    ...Object.fromEntries([...Object.keys(deeds), 'fileSize'].map((limit) => [limit, `fail limit limit "${limit}"`])),
    ...Object.fromEntries(Object.keys(slow).map((limit) => [limit, `fail timeout limit "${limit}"`])),
    ...Object.fromEntries([1, 2, 3].map((n) => [`fine-${n}`, 'pass met '])),
  });
  expect(code).toBe(1);
});

const { kind } = findCgroups();

/** Control groups of a judge, by the id of its process. Others' come and go meanwhile. */
const groupsOf = (pid: number | undefined): string =>
  spawnSync('find', ['/sys/fs/cgroup', '-name', `holdout-${pid}.*`, '-prune'], { encoding: 'utf8' }).stdout;

it.runIf(kind !== 'none')('removes the control groups of a judge that was killed', async () => {
  using bench = workbench();
  const repo = bench.repo({ 'server.mjs': candidate });
  const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('Fine', 'GET /fine/1') });
  const killed = bench.start('run', repo, '--ref', 'main', '--vault', vault);
  const ended = finished(killed);
  while (groupsOf(killed.pid) === '') await new Promise((resolve) => setTimeout(resolve, 5));
  killed.kill('SIGKILL');
  await ended;
  const next = bench.start('run', repo, '--ref', 'main', '--vault', vault);
  expect((await finished(next)).code).toBe(0);
  expect(groupsOf(killed.pid)).toBe('');
  expect(groupsOf(next.pid)).toBe('');
});
