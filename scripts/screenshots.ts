import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright';
import { makeAuthRepo } from '../examples/auth/make-repo.ts';
import { makeJsonServerRepo } from '../examples/json-server/make-repo.ts';
import { findBrowser } from '../harness/cell/find-browser.ts';

/*
 * Makes the README's pictures anew: judges one candidate of each demo and photographs its HTML report. `node scripts/screenshots.ts`
 */

const root = fileURLToPath(new URL('..', import.meta.url));

const pictures = [
  { name: 'auth', vault: 'auth', makeRepo: makeAuthRepo, ref: 'attempt-1' },
  { name: 'json-server', vault: 'json-server', makeRepo: makeJsonServerRepo, ref: 'v1.0-beta' },
];

const found = findBrowser({ env: process.env, headed: false });
if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join('\n'));
const dir = await mkdtemp(join(tmpdir(), 'holdout-screenshots-'));
try {
  const browser = await chromium.launch({ executablePath: found.value.executable, chromiumSandbox: false });
  for (const { name, vault, makeRepo, ref } of pictures) {
    const [repo, own, report] = [name, `${name}-vault`, join(dir, `${name}.html`)];
    await makeRepo(join(dir, repo));
    await cp(join(root, 'scenarios-vault', vault), join(dir, own), { recursive: true });
    await chmod(join(dir, own), 0o700);
    const more = ['--vault', own, '--store', `${name}-history`];
    holdout('run', repo, '--ref', ref, ...more, '--report', `html=${report}`);
    // A temporary folder's name is nothing to show.
    await writeFile(report, (await readFile(report, 'utf8')).replaceAll(dir, '/home/me'));
    const page = await browser.newPage({ viewport: { width: 1200, height: 1100 }, colorScheme: 'light' });
    await page.goto(pathToFileURL(report).href);
    await page.screenshot({ path: join(root, 'docs/images', `${name}.png`) });
    await page.close();
  }
  await browser.close();
} finally {
  await rm(dir, { recursive: true, force: true });
}

function holdout(...args: readonly string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, 'bin/holdout.mjs'), ...args], {
    cwd: dir,
    stdio: 'inherit',
  });
  if (status !== 0 && status !== 1) throw new Error(`no verdict, exit code ${status}`);
}
