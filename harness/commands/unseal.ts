import { existsSync, lstatSync, realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { count } from '../../reports/terminal/text.ts';
import { exitCodes } from '../model/gate.ts';
import { problem, type Problem } from '../model/problem.ts';
import { shownPath } from './init-text.ts';
import { schemaFiles } from './modeline.ts';
import { type KeyFlags, openSealed } from './open-vault.ts';
import { writeFolder } from './private-files.ts';
import { printable, stop } from './say.ts';

interface UnsealFlags extends KeyFlags {
  readonly output?: string;
  readonly json?: boolean;
}

/** `holdout unseal`: writes a sealed vault into a new folder, to be changed. @returns the exit code. */
export async function unseal(path: string, flags: UnsealFlags): Promise<number> {
  const listener = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const dir = resolve(flags.output ?? folderFor(path));
  const wrong = whyNot(dir);
  if (wrong !== undefined) return stop([wrong], listener);
  const opened = await openSealed(path, flags);
  if (!opened.ok) return stop(opened.problems, listener);
  const { files } = opened.value;
  const unwritten = writeFolder(dir, new Map([...files, ...schemasFor(files)]));
  if (unwritten !== undefined) return stop([unwritten], listener);
  if (flags.json === true)
    process.stdout.write(`${JSON.stringify({ version: 1, vault: dir, files: files.size }, null, 2)}\n`);
  else process.stdout.write(`${printable(`Wrote ${count(files.size, 'file')} to ${shownPath(dir)}`)}\n`);
  return exitCodes.allow;
}

/** `shop` for `shop.age`. */
const folderFor = (path: string): string =>
  join(dirname(path), path.endsWith('.age') ? basename(path, '.age') : `${basename(path)}-vault`);

/** Why the plain text may not be written there. */
function whyNot(dir: string): Problem | undefined {
  if (lstatSync(dir, { throwIfNoEntry: false }) !== undefined)
    return problem('file-exists', `${dir} is there already`, { fix: 'choose a new folder with -o' });
  const repository = workTreeAbove(dirname(dir));
  return repository === undefined
    ? undefined
    : problem('vault-in-repository', `${dir} would lie inside the repository ${repository}`, {
        notes: ['what is in a repository is soon committed, and may be handed to a worker'],
        fix: 'choose a folder outside of it with -o',
      });
}

/** The work tree or git folder that a folder is in. Which repository will be judged nobody knows yet, so none will do. */
function workTreeAbove(dir: string): string | undefined {
  for (let at = existsSync(dir) ? realpathSync(dir) : dir; ; at = dirname(at)) {
    if (existsSync(join(at, '.git')) || (existsSync(join(at, 'HEAD')) && existsSync(join(at, 'objects')))) return at;
    if (at === dirname(at)) return undefined;
  }
}

/** What editors complete from is not sealed with a vault: it is the same for all. */
function schemasFor(files: ReadonlyMap<string, Uint8Array>): readonly (readonly [string, Uint8Array])[] {
  const settings = Buffer.from(files.get('vault.yaml') ?? []).toString('utf8');
  if (!settings.includes('$schema=./vault.schema.json')) return [];
  return Object.entries(schemaFiles()).map(([file, text]) => [file, Buffer.from(text)] as const);
}
