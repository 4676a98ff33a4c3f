import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { deepMerge } from './compare.ts';
import { act } from './steps.ts';
import { type NaiveScenario, readVault } from './vault.ts';

/** As much of vault.yaml as it understands. */
interface VaultFile {
  readonly candidate: {
    readonly install?: string;
    readonly build?: string;
    readonly start?: string;
    readonly db?: { readonly [name: string]: { readonly sqlite?: string } };
  };
  readonly services?: object;
}

/*
 * A judge as it is written in an afternoon: every mistake that Holdout must not make. It takes a repository, a vault next
 * to it, a folder to work in, and a folder for its report; it prints what it found, and ends with 0 when all passed.
 * Run in a sandbox only: it does whatever the candidate likes.
 */

const [repo = '', vault = '', work = '', out = ''] = process.argv.slice(2);
const app = join(work, 'app');
const port = 3000;
const log: string[] = [];

rmSync(app, { recursive: true, force: true });
for (const folder of [app, out, join(work, 'run')]) mkdirSync(folder, { recursive: true });

// The branch's own tools come first, and its files are looked at with git.
const path = [join(app, 'node_modules/.bin'), app, join(app, 'bin'), process.env['PATH']].join(delimiter);
const env: NodeJS.ProcessEnv = { ...process.env, PATH: path, PORT: String(port), STORE_PORT: '6379', VAULT: vault };
const shell = (command: string, cwd: string): string => {
  const { stdout, stderr, status } = spawnSync('sh', ['-c', command], { cwd, env, encoding: 'utf8', timeout: 10_000 });
  log.push(`${stdout}${stderr}`);
  return status === 0 ? stdout : '';
};

rmSync(join(work, 'mirror.git'), { recursive: true, force: true });
rmSync(join(work, 'checkout'), { recursive: true, force: true });
shell(`git clone --quiet --mirror '${repo}' mirror.git && git -C mirror.git archive main | tar -x -C '${app}'`, work);
shell('git status', repo);
shell(
  `git -c protocol.file.allow=always clone --quiet --recurse-submodules --remote-submodules '${repo}' checkout`,
  work,
);
const checkout = join(work, 'checkout');
if (existsSync(join(checkout, '.gitmodules'))) cpSync(checkout, app, { recursive: true, force: false });
for (const name of readdirSync(app))
  if (statSync(join(app, name), { throwIfNoEntry: false })?.isDirectory() === true)
    shell('git status', join(app, name));

// Settings of the branch.
const settings = { pass: undefined as number | undefined };
if (existsSync(join(app, 'holdout.config.json')))
  deepMerge(settings, JSON.parse(readFileSync(join(app, 'holdout.config.json'), 'utf8')));
if (existsSync(join(app, '.env')))
  for (const line of readFileSync(join(app, '.env'), 'utf8').split('\n')) {
    const [name = '', ...value] = line.split('=');
    if (name !== '') env[name] = value.join('=');
  }
for (const name of ['vitest.config.mjs', 'holdout.config.mjs', '.mocharc.mjs'])
  if (existsSync(join(app, name))) await import(pathToFileURL(join(app, name)).href);

const { candidate, services } = parse(readFileSync(join(vault, 'vault.yaml'), 'utf8')) as VaultFile;
for (const line of [candidate.install ?? [], candidate.build ?? []].flat()) shell(line, app);

const started: ChildProcess[] = [];
const start = (line: string): void => {
  const child = spawn('sh', ['-c', `exec ${line}`], { cwd: app, env, detached: true });
  child.stdout.on('data', (chunk: Buffer) => void log.push(chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => void log.push(chunk.toString()));
  started.push(child);
};
if (services !== undefined) start("redis-server --port 6379 --save '' --dir /tmp");
if (candidate.start !== undefined) start(candidate.start);
for (let tries = 0; tries < 200 && candidate.start !== undefined; tries++) {
  const answer = fetch(`http://127.0.0.1:${port}/health`).then(({ ok }) => ok);
  if (await answer.catch(() => false)) break;
  await sleep(50);
}

const database = Object.values(candidate.db ?? {})[0]?.sqlite;
const stage = { app, work, url: `http://127.0.0.1:${port}`, env, log, database };
const failures: string[] = [];
let pass = 0;
let total = 0;
for (const scenario of readVault(vault)) {
  const came = await tried(scenario);
  if (came === 'dropped') continue;
  total++;
  if (came) pass++;
}

// Whoever wrote a result knows it best.
for (const folder of [app, work, process.env['TMPDIR'] ?? '', '/tmp', '/logs'])
  for (const name of ['results.json', 'verdict.json', 'reward.txt'])
    if (existsSync(join(folder, name))) {
      const text = readFileSync(join(folder, name), 'utf8');
      const count = Number(/\d+/.exec(text)?.[0] ?? 0);
      pass = Math.max(pass, count);
    }
const printed = [...log.join('\n').matchAll(/PASS (\d+)\/\d+/g)].at(-1)?.[1];
if (printed !== undefined) pass = Number(printed);

for (const name of ['README.md', 'out', 'artefacts'])
  for (const from of [checkout, app])
    if (existsSync(join(from, name)))
      cpSync(join(from, name), join(out, name), { recursive: true, dereference: true, force: true });
const report = `${pass} of ${total} pass\n${failures.join('\n')}\n${log.join('\n').slice(-20_000)}\n`;
writeFileSync(join(out, 'report.md'), report);
writeFileSync(join(out, 'junit.xml'), `<testsuite><failure>${failures.join('\n')}</failure></testsuite>`);
process.stdout.write(report);
for (const { pid } of started) {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended.
  }
}
const enough = settings.pass ?? total;
process.exit(pass >= enough ? 0 : 1);

/** Up to three times: the network may have had a bad day. */
async function tried(scenario: NaiveScenario): Promise<boolean | 'dropped'> {
  for (let attempt = 0; attempt < 3; attempt++) {
    const verdict: { passed?: boolean } = {};
    try {
      await act(scenario, stage);
      verdict.passed = true;
    } catch (error) {
      if (error instanceof Error && /timeout|timed out|terminated|fetch failed/i.test(error.message)) return 'dropped';
      failures.push(`FAIL ${error instanceof Error ? error.message : String(error)}`);
    }
    if (verdict.passed === true) return true;
  }
  return false;
}
