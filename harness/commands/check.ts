import { randomUUID } from 'node:crypto';
import { count } from '../../reports/terminal/text.ts';
import { canaryOf } from '../model/canary.ts';
import { exitCodes } from '../model/gate.ts';
import { ok, type Problem } from '../model/problem.ts';
import { readVaultFolder, type VaultFolder } from '../vault/files.ts';
import { findVault, usualVault } from '../vault/find.ts';
import { fixVault, type Change } from '../vault/fix/fix.ts';
import { replaceFile } from '../vault/fix/write.ts';
import { formatProblems } from '../vault/frame.ts';
import { type LoadedVault, readVault, sourcesIn } from '../vault/load.ts';
import { checkDocument } from './check-document.ts';
import { openModes } from '../vault/modes.ts';
import { type KeyFlags, openVaultFolder, sealedVault } from './open-vault.ts';
import { printable, stop, styleOf } from './say.ts';

export interface CheckFlags extends KeyFlags {
  readonly json?: boolean;
  readonly fix?: boolean;
}

/** `holdout check`: every Problem of a vault at once, or those of one of its files. @returns the exit code. */
export async function check(path: string | undefined, flags: CheckFlags): Promise<number> {
  const named = path === undefined ? usualVault('.') : ok(path);
  const asked = named.ok ? findVault(named.value) : named;
  if (!asked.ok) return stop(asked.problems, { ...flags, audience: 'owner' });
  const { dir, file } = asked.value;
  const folder = await openVaultFolder(dir, flags);
  if (folder.encrypted !== undefined && flags.fix === true)
    return stop([sealedVault(dir)], { ...flags, audience: 'owner' });
  const { loaded, changes, refused } = flags.fix === true ? mend(folder, file) : asItIs(folder);
  const ours = ({ excerpt }: Problem): boolean => file === undefined || excerpt?.at.file === file;
  const modes = loaded.vault === undefined || file !== undefined ? [] : openModes(loaded.vault);
  const problems = [...refused, ...loaded.problems.filter(ours), ...modes];
  const elsewhere = loaded.problems.length + refused.length + modes.length - problems.length;
  const bad = problems.some(({ severity }) => severity === 'error');
  const result = { dir, ...(file === undefined ? {} : { file }), loaded, problems, changes, elsewhere };
  if (flags.json === true) process.stdout.write(`${JSON.stringify(checkDocument(result), null, 2)}\n`);
  else process.stdout.write(told(result, flags));
  return bad ? exitCodes.usage : exitCodes.allow;
}

interface Mended {
  readonly loaded: LoadedVault;
  readonly changes: readonly Change[];
  /** Files that could not be written. */
  readonly refused: readonly Problem[];
}

const asItIs = (folder: VaultFolder): Mended => ({
  loaded: readVault(folder, newCanary),
  changes: [],
  refused: [],
});

const newCanary = (): string => canaryOf(randomUUID());

/** Makes the certain changes, on disk too: each file at once or not at all. */
function mend(folder: VaultFolder, only: string | undefined): Mended {
  const fixed = fixVault(folder, only, newCanary);
  const before = new Map(sourcesIn(folder).map((source) => [source.file, source]));
  const refused: Problem[] = [];
  const left = new Set<string>();
  for (const after of sourcesIn(fixed.folder)) {
    const source = before.get(after.file);
    if (source === undefined || source.text === after.text) continue;
    const trouble = replaceFile(folder.dir, source, after);
    if (trouble === undefined) continue;
    refused.push(trouble);
    left.add(after.file);
  }
  if (refused.length === 0) return { ...fixed, refused };
  return {
    loaded: readVault(readVaultFolder(folder.dir), newCanary),
    changes: fixed.changes.filter(({ file }) => !left.has(file)),
    refused,
  };
}

interface Checked {
  readonly file?: string;
  readonly loaded: LoadedVault;
  readonly problems: readonly Problem[];
  readonly changes: readonly Change[];
  readonly elsewhere: number;
}

function told({ file, loaded: { vault }, problems, changes, elsewhere }: Checked, { fix }: CheckFlags): string {
  const bad = problems.some(({ severity }) => severity === 'error');
  const fixable = problems.filter(({ edit }) => edit !== undefined).length;
  const others = elsewhere === 0 ? '' : `; ${count(elsewhere, 'problem')} in other files of the vault`;
  const lines = [
    ...changes.map(({ file: of, line, column, from, to }) =>
      printable(`fixed ${of}:${line}:${column}  ${from === '' ? '+' : `${from} ->`} ${to.trim()}`),
    ),
    ...(changes.length > 0 && problems.length > 0 ? [''] : []),
    ...(problems.length === 0 ? [] : [formatProblems(problems, styleOf(process.stdout))]),
    ...(fixable === 0 || fix === true
      ? []
      : [`--fix can mend ${fixable === 1 ? 'one of them' : `${fixable} of them`}\n`]),
    ...whyLine(problems),
    ...(bad ? [] : [`${subject(file, vault)}, no errors${others}`]),
    ...(bad && others !== '' ? [others.slice(2)] : []),
  ];
  return `${lines.join('\n').replace(/\n$/, '')}\n`;
}

/** An error says what to do; of advice a reader wants to know why. */
function whyLine(problems: readonly Problem[]): readonly string[] {
  const advice = problems.filter(({ severity }) => severity === 'warning').map(({ code }) => code);
  const [first, ...others] = new Set(advice);
  if (first === undefined) return [];
  return [`why: holdout check --explain ${first}${others.length === 0 ? '' : `, or ${others.join(', ')}`}\n`];
}

function subject(file: string | undefined, vault: LoadedVault['vault']): string {
  if (file !== undefined) return printable(file);
  return vault === undefined ? 'the vault' : printable(`${vault.name}: ${count(vault.scenarios.length, 'scenario')}`);
}
