import { ByteReader } from '../candidate/byte-reader.ts';
import { type Git, succeeded, whyNot } from '../candidate/git.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';

/** An object of a repository, and its bytes as they come, which have to be read to their end. */
export type LookAtObject = (id: string, bytes: AsyncIterable<Buffer>) => Promise<void>;

const newline = 10;
const HEADER_BYTES = 200;

/** Hands over every object that a repository has, whether or not anything still leads there: files, names, messages. */
export const everyObject = (gitDir: string, git: Git, look: LookAtObject): Promise<Result<undefined>> =>
  readObjects(['--batch-all-objects', '--unordered'], '', gitDir, git, look);

/** Hands over the objects with these ids. */
export const theseObjects = (
  ids: readonly string[],
  gitDir: string,
  git: Git,
  look: LookAtObject,
): Promise<Result<undefined>> => readObjects([], ids.map((id) => `${id}\n`).join(''), gitDir, git, look);

async function readObjects(
  args: readonly string[],
  input: string,
  gitDir: string,
  git: Git,
  look: LookAtObject,
): Promise<Result<undefined>> {
  await using child = git.start(['cat-file', '--batch', '--buffer', ...args], { gitDir, input, deadline: 'transfer' });
  const reader = new ByteReader(child.stdout);
  for (;;) {
    const header = await reader.until(newline, HEADER_BYTES);
    if (header === undefined) break;
    const [id = '', , size] = header.toString('latin1').split(' ');
    // `<id> missing`: it is named, and not here.
    if (size === undefined) continue;
    await look(id, reader.next(Number(size)));
    await reader.until(newline, 1);
  }
  const end = await child.ended;
  if (succeeded(end)) return ok(undefined);
  return fail(problem('git-failed', 'git could not read all objects of the repository', { notes: whyNot(end) }));
}
