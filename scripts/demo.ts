import { spawn } from 'node:child_process';
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeAuthRepo } from '../examples/auth/make-repo.ts';
import { makeJsonServerRepo } from '../examples/json-server/make-repo.ts';
import { openStore } from '../harness/history/store.ts';

/*
 * Judges real candidates with the shipped vaults: four attempts at "add authentication", then three published versions
 * of json-server. Exits 0 when every count is the one that is known to be true. `npm run demo -- auth` judges those alone.
 */

const root = fileURLToPath(new URL('..', import.meta.url));

interface Demo {
  readonly title: string;
  readonly vault: string;
  readonly makeRepo: (dir: string) => Promise<void>;
  /** What each ref is known to come to. */
  readonly expected: { readonly [ref: string]: string };
}

const demos: readonly Demo[] = [
  {
    title: 'Four attempts at "add authentication", each green by its own tests',
    vault: 'scenarios-vault/auth',
    makeRepo: makeAuthRepo,
    expected: { 'attempt-1': '14 of 17', 'attempt-2': '9 of 17', 'attempt-3': '17 of 17', 'attempt-4': '12 of 17' },
  },
  {
    title: 'json-server from npm, three published versions, by the promises of its 0.17 README',
    vault: 'scenarios-vault/json-server',
    makeRepo: makeJsonServerRepo,
    expected: { 'v0.16': '24 of 24', 'v0.17': '24 of 24', 'v1.0-beta': '7 of 24' },
  },
];

const chosen = process.argv.slice(2);
const nameOf = ({ vault }: Demo): string => vault.split('/').at(-1) ?? '';
const unknown = chosen.find((name) => !demos.some((demo) => nameOf(demo) === name));
if (unknown !== undefined) {
  process.stderr.write(`there is no demo "${unknown}", only ${demos.map(nameOf).join(' and ')}\n`);
  process.exit(2);
}

const dir = await mkdtemp(join(tmpdir(), 'holdout-demo-'));
const controller = new AbortController();
process.once('SIGINT', () => controller.abort());
process.once('SIGTERM', () => controller.abort());
try {
  const wrong: string[] = [];
  for (const demo of demos.filter((one) => chosen.length === 0 || chosen.includes(nameOf(one))))
    if (!controller.signal.aborted) wrong.push(...(await show(demo)));
  if (controller.signal.aborted) process.exitCode = 130;
  else if (wrong.length > 0) {
    process.stdout.write(`\nNot as expected:\n${wrong.map((line) => `  ${line}\n`).join('')}`);
    process.exitCode = 1;
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}

/** Runs one demo as a person would, and @returns what came out otherwise than expected. */
async function show(demo: Demo): Promise<readonly string[]> {
  const { title, vault, makeRepo, expected } = demo;
  const name = nameOf(demo);
  const repo = join(dir, name);
  // A vault is private; the shipped one is public by nature, so it is copied to where only this user can look.
  const privateVault = join(dir, `${name}-vault`);
  const store = join(dir, `${name}-history`);
  await makeRepo(repo);
  await cp(join(root, vault), privateVault, { recursive: true });
  await chmod(privateVault, 0o700);
  const refs = Object.keys(expected).flatMap((ref) => ['--ref', ref]);
  process.stdout.write(`\n${title}\n$ holdout run ${name} ${refs.join(' ')} --vault ${name}-vault\n\n`);
  const code = await holdout(['run', repo, ...refs, '--vault', privateVault, '--store', store]);
  if (code !== 0 && code !== 1) return [`${name}: no verdict, exit code ${code}`];
  using history = openStore(store);
  const found = new Map(history.list({ limit: 100 }).map((run) => [run.label, `${run.pass} of ${run.total}`]));
  return Object.entries(expected)
    .filter(([ref, count]) => found.get(ref) !== count)
    .map(([ref, count]) => `${name} ${ref}: ${found.get(ref) ?? 'no run'}, known to be ${count}`);
}

function holdout(args: readonly string[]): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin/holdout.mjs'), ...args], { stdio: 'inherit' });
    controller.signal.addEventListener('abort', () => child.kill('SIGTERM'));
    child.once('exit', (code) => resolve(code ?? 3));
  });
}
