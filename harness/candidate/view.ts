import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import { type Git, succeeded, whyNot } from './git.ts';
import type { Source } from './pin.ts';

/**
 * The same repository with more objects than it has: those of a push that nobody has taken yet lie in folders of their own,
 * where a fetch from the repository doesn't look. A repository of ours that has nothing, `dir`, looks in all of them; names
 * are still the real one's.
 */
export async function withObjects(
  source: Source,
  folders: readonly string[],
  dir: string,
  git: Git,
): Promise<Result<Source>> {
  if (source.local === undefined || folders.length === 0) return ok(source);
  const { gitDir } = source.local;
  const facts = ['rev-parse', '--path-format=absolute', '--show-object-format', '--git-path', 'objects'];
  const asked = await git.run(facts, { gitDir });
  // The path may hold newlines.
  const [, format, own] = (asked.ok ? /^(sha1|sha256)\n(.+)\n$/s.exec(asked.value.stdout) : undefined) ?? [];
  if (!succeeded(asked) || format === undefined || own === undefined)
    return fail(problem('git-failed', 'git could not read the repository', { notes: whyNot(asked) }));
  const made = await git.run(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, dir]);
  if (!succeeded(made)) return fail(problem('git-failed', 'git could not make a repository', { notes: whyNot(made) }));
  const lines = [own, ...folders].map((folder) => `${quoted(folder)}\n`);
  await writeFile(join(dir, 'objects/info/alternates'), lines.join(''));
  return ok({ ...source, url: pathToFileURL(dir).href, local: { ...source.local, view: dir } });
}

/** A path as git reads it from a list of paths, whatever it holds. */
const quoted = (path: string): string => `"${path.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
