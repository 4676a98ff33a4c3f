import { join } from 'node:path';
import { count } from '../../reports/terminal/text.ts';
import { safeGit } from '../candidate/git.ts';
import { exitCodes } from '../model/gate.ts';
import { ok, type Problem } from '../model/problem.ts';
import { marksOf } from '../scan/marks.ts';
import { type Found, type Looked, scanPath, type ScanTools } from '../scan/scan.ts';
import { usualWords } from '../scan/usual.ts';
import { canariesIn } from '../vault/canary.ts';
import type { VaultFolder } from '../vault/files.ts';
import { usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { sourcesIn } from '../vault/load.ts';
import { type KeyFlags, openVaultFolder } from './open-vault.ts';
import { openRunDir } from './places.ts';
import { printable, stop } from './say.ts';

interface ScanFlags extends KeyFlags {
  readonly vault?: string;
  readonly base?: string;
  readonly json?: boolean;
}

/** `holdout scan`: whether files of a vault have been where they should not. @returns 0 nothing found, 1 found, 2 usage. */
export async function scan(paths: readonly string[], flags: ScanFlags): Promise<number> {
  const owner = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const place = flags.vault === undefined ? usualVault('.') : ok(flags.vault);
  if (!place.ok) return stop(place.problems, owner);
  const folder = await openVaultFolder(place.value, flags);
  const errors = folder.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) return stop(errors, owner, formatProblems);

  using runDir = openRunDir();
  const looked: Looked = { files: 0, objects: 0, bytes: 0 };
  const tools: ScanTools = {
    git: safeGit(join(runDir.dir, 'git')),
    marks: marksOfVault(folder),
    ...(flags.base === undefined ? {} : { base: flags.base }),
    looked,
  };
  using _ = showLooked(looked);
  const found: Found[] = [];
  const trouble: Problem[] = [];
  for (const path of paths) {
    const scanned = await scanPath(path, tools);
    if (scanned.ok) found.push(...scanned.value);
    else trouble.push(...scanned.problems);
  }
  if (flags.json === true) {
    const document = { version: 1, found, looked, ...(trouble.length === 0 ? {} : { problems: trouble }) };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  } else process.stdout.write(told(found, looked));
  // What was found counts, also when something else could not be looked at.
  if (trouble.length > 0 && flags.json !== true) stop(trouble, owner);
  if (found.length > 0) return exitCodes.deny;
  return trouble.length > 0 ? exitCodes.usage : exitCodes.allow;
}

/** Of vault.yaml only the canary: what it says of a candidate stands in the candidate too. */
function marksOfVault(folder: VaultFolder) {
  return marksOf([...folder.scenarios, ...folder.flows], canariesIn(sourcesIn(folder)), usualWords());
}

function told(found: readonly Found[], { files, objects, bytes }: Looked): string {
  const parts = [
    ...(files > 0 || objects === 0 ? [count(files, 'file')] : []),
    ...(objects > 0 ? [count(objects, 'object')] : []),
  ];
  const looked = `looked at ${parts.join(' and ')}, ${(bytes / 1024 ** 2).toFixed(1)} MiB`;
  if (found.length === 0) return `Nothing of the vault was found: ${looked}\n`;
  const byFile = [...Map.groupBy(found, ({ file }) => file)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const lines = byFile.flatMap(([file, sightings]) => [
    printable(file),
    ...sightings.map((one) => `  ${what(one).padEnd(22)}  ${printable(where(one))}`),
  ]);
  return `${lines.join('\n')}\n\nFound ${count(byFile.length, 'file')} of the vault: ${looked}\n`;
}

const what = ({ kind, words = 0 }: Found): string => (kind === 'canary' ? 'its canary' : `${words} of its words`);

/** `docs/plan.md:12`, `1c2d3e4f5a6b docs/plan.md:12, in commit 8d1c2f6be07a` */
function where({ path, line, object }: Found): string {
  if (object === undefined) return `${path}:${line}`;
  const { id, place } = object;
  const short = id.slice(0, 12);
  if (place === undefined) return `object ${short}:${line}, to which nothing leads`;
  return `${place.path ?? `object ${short}`}:${line}, in commit ${place.commit.slice(0, 12)}`;
}

const SHOWN_EVERY_MS = 1000;

/** On a terminal, how far it is. */
function showLooked(looked: Looked): Disposable {
  const { stderr } = process;
  if (!stderr.isTTY) return { [Symbol.dispose]: () => {} };
  let shown = false;
  const timer = setInterval(() => {
    shown = true;
    const { files, objects, bytes } = looked;
    stderr.write(`\r\u001b[Klooked at ${files + objects} texts, ${Math.floor(bytes / 1024 ** 2)} MiB`);
  }, SHOWN_EVERY_MS);
  timer.unref();
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      if (shown) stderr.write('\r\u001b[K');
    },
  };
}
