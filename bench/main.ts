import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureBrowser } from './browser.ts';
import { measureDemo } from './demo.ts';
import { measureFresh } from './fresh.ts';
import { measureHistory } from './history.ts';
import { measureHttp } from './http.ts';
import { measureLint } from './lint.ts';
import { measureMemory } from './memory.ts';
import { measureScale } from './scale.ts';
import { measureStartUp } from './start-up.ts';
import { drawTable, measured, type Row } from './table.ts';
import { measureTrial } from './trial.ts';
import { measureWorkspaces } from './workspaces.ts';

/*
 * What Holdout costs: `npm run bench`, or `npm run bench -- trial lint --json numbers.json`. Says which targets are met
 * and fails for none: on a machine that does other things, a time proves little.
 */

const benches: { readonly [name: string]: (dir: string) => Promise<readonly Row[]> } = {
  http: measureHttp,
  browser: measureBrowser,
  fresh: measureFresh,
  demo: measureDemo,
  workspaces: measureWorkspaces,
  'start-up': measureStartUp,
  memory: measureMemory,
  scale: measureScale,
  trial: measureTrial,
  lint: measureLint,
  history: measureHistory,
};

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const chosen = positionals.length > 0 ? positionals : Object.keys(benches);
const rows: Row[] = [];
for (const name of chosen) {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`there is no bench "${name}", only ${Object.keys(benches).join(', ')}`);
  const dir = await mkdtemp(join(tmpdir(), 'holdout-bench-'));
  try {
    // A root judge's candidates pass through it.
    await chmod(dir, 0o711);
    rows.push(...(await bench(dir)));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
const results = rows.map(measured);
process.stdout.write(`${drawTable(results)}\n`);
if (values.json !== undefined) {
  const machine = { node: process.version, platform: process.platform, arch: process.arch, cores: cpus().length };
  await writeFile(values.json, `${JSON.stringify({ version: 1, machine, rows: results }, null, 2)}\n`);
}
