import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Entry, Value } from '../model/value.ts';
import { readDocument } from '../vault/document.ts';
import { complain, type Reading } from '../vault/reading.ts';
import { sourceOf } from '../vault/source.ts';
import { didYouMean } from '../vault/suggest.ts';
import { entriesOf, entryAt, isTrue, literalOf, oneOrMore, valueAt } from '../vault/values.ts';
import { type Attack, type GitStep, letters, needs } from './attack.ts';

const keys = [
  'id',
  'tries',
  'base',
  'asserts',
  'stoppedBy',
  'naive',
  'vault',
  'refused',
  'twice',
  'needs',
  'open',
  'git',
] as const;
const stepKeys = ['write', 'text', 'executable', 'link', 'to', 'remove', 'commit', 'git'] as const;

/** Reads `attack.yaml` of one attack's folder; `vaults` are the names of those there are. Problems have their place in it. */
export function readAttack(dir: string, vaults: readonly string[]): Result<Attack> {
  const folder = basename(dir);
  const file = join(dir, 'attack.yaml');
  if (!existsSync(file)) return fail(problem('no-attack', `${folder} has no attack.yaml`));
  const source = sourceOf(`${folder}/attack.yaml`, readFileSync(file, 'utf8'));
  const { reading, root } = readDocument(source, { templates: false });
  if (root?.is !== 'map') {
    if (reading.problems.length > 0) return fail(...reading.problems);
    return fail(problem('no-attack', `${folder}/attack.yaml says nothing`));
  }
  for (const { key, keyAt } of root.entries) known(reading, key, keyAt, keys);
  const id = text(reading, root, 'id') ?? '';
  const [, named] = /^([A-Z]+[0-9]+)-[a-z0-9-]+$/.exec(folder) ?? [];
  if (named === undefined) complain(reading, 'bad-name', root.at, `${folder} is not named as <id>-<slug>`);
  else if (id !== named && id !== '')
    complain(reading, 'bad-value', valueAt(root, 'id')?.at ?? root.at, `${folder} holds ${named}, not ${id}`);
  const attack: Attack = {
    id,
    dir,
    tries: text(reading, root, 'tries') ?? '',
    base: chosen(reading, root, 'base', ['broken', 'good'])[0] ?? 'broken',
    asserts: chosen(reading, root, 'asserts', letters),
    stoppedBy: text(reading, root, 'stoppedBy') ?? '',
    naive: chosen(reading, root, 'naive', letters),
    vault: entryAt(root, 'vault') === undefined ? 'http' : (chosen(reading, root, 'vault', vaults)[0] ?? 'http'),
    refused: isTrue(valueAt(root, 'refused')),
    twice: isTrue(valueAt(root, 'twice')),
    needs: entryAt(root, 'needs') === undefined ? [] : chosen(reading, root, 'needs', needs),
    ...(entryAt(root, 'open') === undefined ? {} : { open: text(reading, root, 'open') ?? '' }),
    git: oneOrMore(valueAt(root, 'git')).flatMap((step) => gitStep(reading, step) ?? []),
  };
  return reading.problems.length > 0 ? fail(...reading.problems) : ok(attack);
}

function known(reading: Reading, key: string, at: Value['at'], all: readonly string[]): void {
  if (!all.includes(key)) complain(reading, 'unknown-key', at, `unknown key "${key}"`, didYouMean(key, all));
}

/** A text that must be there and is one line. */
function text(reading: Reading, root: Value, key: string): string | undefined {
  const found = literalOf(valueAt(root, key));
  if (found !== undefined && found !== '' && !found.includes('\n')) return found;
  complain(reading, 'bad-value', valueAt(root, key)?.at ?? root.at, `"${key}" must be a text of one line`);
  return undefined;
}

/** One or more of some words. */
function chosen<T extends string>(reading: Reading, root: Value, key: string, all: readonly T[]): readonly T[] {
  const values = oneOrMore(valueAt(root, key));
  if (values.length === 0) complain(reading, 'bad-value', root.at, `"${key}" is missing: of ${all.join(', ')}`);
  return values.flatMap((value) => {
    const found = all.find((one) => one === literalOf(value));
    if (found === undefined) complain(reading, 'bad-value', value.at, `"${key}" is one of ${all.join(', ')}`);
    return found ?? [];
  });
}

function gitStep(reading: Reading, value: Value): GitStep | undefined {
  const entries = new Map(entriesOf(value).map((entry: Entry) => [entry.key, entry.value]));
  for (const { key, keyAt } of entriesOf(value)) known(reading, key, keyAt, stepKeys);
  const at = (key: string): string | undefined => literalOf(entries.get(key));
  const [write, link, remove, to, message] = ['write', 'link', 'remove', 'to', 'commit'].map(at);
  const args = oneOrMore(entries.get('git')).flatMap((item) => literalOf(item) ?? []);
  if (write !== undefined)
    return { do: 'write', path: write, text: at('text') ?? '', executable: isTrue(entries.get('executable')) };
  if (link !== undefined && to !== undefined) return { do: 'link', path: link, to };
  if (remove !== undefined) return { do: 'remove', path: remove };
  if (message !== undefined) return { do: 'commit', message };
  if (args.length > 0) return { do: 'git', args };
  complain(reading, 'bad-value', value.at, 'a step is write, link (with to), remove, commit or git');
  return undefined;
}
