import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Problem, problem, type Result } from '../model/problem.ts';
import type { Attack } from './attack.ts';
import { readAttack } from './read-attack.ts';

/** The attacks, what they ride on, and what they are judged by: one folder, which ships with the program. */
export interface Corpus {
  readonly dir: string;
  /** By id. */
  readonly attacks: readonly Attack[];
}

/** Reads every attack of a corpus; `only` are ids. All Problems of all of them are returned together. */
export function readCorpus(dir: string, only: readonly string[] = []): Result<Corpus> {
  const folders = readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !['base', 'vaults'].includes(entry.name))
    .map(({ name }) => name);
  const vaults = readdirSync(join(dir, 'vaults'));
  const read = folders.map((name) => readAttack(join(dir, name), vaults));
  const problems: Problem[] = read.flatMap((one) => (one.ok ? [] : one.problems));
  const attacks = read.flatMap((one) => (one.ok ? [one.value] : [])).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  for (const [index, { id }] of attacks.entries())
    if (attacks[index - 1]?.id === id) problems.push(problem('bad-value', `there are two attacks with the id ${id}`));
  const missing = only.filter((id) => !attacks.some((attack) => attack.id === id));
  if (missing.length > 0) problems.push(problem('usage', `there is no attack ${missing.join(', ')}`));
  if (problems.length > 0) return fail(...problems);
  return ok({ dir, attacks: only.length === 0 ? attacks : attacks.filter(({ id }) => only.includes(id)) });
}
