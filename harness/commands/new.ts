import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { asksOf, printDraft } from '../author/draft.ts';
import { canaryOf } from '../model/canary.ts';
import { exitCodes } from '../model/gate.ts';
import { fail, ok, problem, type Problem, type Result } from '../model/problem.ts';
import { withCanary } from '../vault/canary.ts';
import { readVaultFolder } from '../vault/files.ts';
import { isEncryptedFile } from '../vault/encrypted.ts';
import { usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { loadVault } from '../vault/load.ts';
import { readVaultFile } from '../vault/vault-file.ts';
import { askFor, askName } from './ask.ts';
import { shownPath } from './init-text.ts';
import { hasSchemas, withModeline } from './modeline.ts';
import { type Written, draftsFor, type NewFlags } from './new-drafts.ts';
import { sealedVault } from './open-vault.ts';
import { printable, stop, styleOf } from './say.ts';

/** `holdout new`: writes scenarios from a template, a curl command, a recording or an OpenAPI document. @returns the exit code. */
export async function newScenario(given: string | undefined, flags: NewFlags): Promise<number> {
  const listener = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const place = vaultOf(flags.vault);
  if (!place.ok) return stop(place.problems, listener);
  const dir = resolve(place.value);
  if (isEncryptedFile(dir)) return stop([sealedVault(place.value)], listener);
  const { settings } = readVaultFolder(dir);
  const recipe = settings && readVaultFile(settings).settings?.recipe;
  const name = given ?? (await askName(flags));
  const drafts = draftsFor(name, flags, recipe);
  if (!drafts.ok) return stop(drafts.problems, listener);
  const { written, notes } = drafts.value;
  const taken = flags.force === true ? [] : written.filter(({ file }) => existsSync(join(dir, file)));
  if (taken.length > 0) {
    const fix = 'give it another name, or overwrite with --force';
    return stop(
      taken.map(({ file }) => problem('file-exists', `${join(dir, file)} is there already`, { fix })),
      listener,
    );
  }
  const asked: Written[] = [];
  for (const each of written)
    asked.push({ ...each, draft: written.length === 1 ? await askFor(each.draft) : each.draft });
  const marked = hasSchemas(dir);
  const wrote = asked.flatMap(({ file, draft }) => {
    const text = withCanary(printDraft(draft), canaryOf(randomUUID()));
    return writeNew(join(dir, file), marked ? withModeline(text, file, 'scenario') : text);
  });
  if (wrote.length > 0) return stop(wrote, listener);
  return tell(dir, asked, notes, flags.json === true);
}

function vaultOf(given: string | undefined): Result<string> {
  if (given === undefined) return usualVault('.');
  const dir = resolve(given);
  if (isEncryptedFile(dir) || existsSync(join(dir, 'vault.yaml'))) return ok(dir);
  return fail(
    problem('no-vault', `${dir} is no vault: it has no vault.yaml`, { fix: 'make one with: holdout init <repo>' }),
  );
}

function writeNew(path: string, text: string): readonly Problem[] {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // Not written through: a link in its place may lead anywhere.
    rmSync(path, { force: true });
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
    return [];
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return [problem('not-writable', `${path} could not be written (${code})`)];
  }
}

function tell(dir: string, written: readonly Written[], notes: readonly string[], json: boolean): number {
  const files = written.map(({ file }) => file);
  const asks = written.flatMap(({ file, draft }) => asksOf(draft).map((ask) => ({ file, ask })));
  const problems = loadVault(dir).problems.filter(
    ({ excerpt }) => excerpt !== undefined && files.includes(excerpt.at.file),
  );
  const bad = problems.some(({ severity }) => severity === 'error');
  if (json) {
    process.stdout.write(`${JSON.stringify({ version: 1, vault: dir, files, asks, notes, problems }, null, 2)}\n`);
    return bad ? exitCodes.usage : exitCodes.allow;
  }
  const vault = shownPath(dir);
  const shown = files.slice(0, 20).map((file) => `Wrote ${vault === '.' ? '' : `${vault}/`}${file}`);
  const more = files.length > 20 ? [`and ${files.length - 20} more`] : [];
  const questions = [...new Set(asks.map(({ ask }) => printable(ask)))];
  const only = files.length === 1 ? ` --only ${(files[0] ?? '').replace(/\.yaml$/, '')}` : '';
  const lines = [
    ...shown,
    ...more,
    ...notes.map((note) => `Left out: ${printable(note)}`),
    ...(questions.length === 0
      ? []
      : [
          '',
          'To fill in, at the lines that begin with "# ask:"',
          ...questions.slice(0, 12).map((ask) => `  - ${ask}`),
        ]),
    '',
    'Next:',
    `  holdout check ${vault}`,
    `  holdout run <repo> --vault ${vault}${only}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  // What is asked says what a warning would say, and more.
  const worth = questions.length === 0 ? problems : problems.filter(({ severity }) => severity === 'error');
  if (worth.length > 0) process.stdout.write(`\n${formatProblems(worth, styleOf(process.stdout))}\n`);
  return bad ? exitCodes.usage : exitCodes.allow;
}
