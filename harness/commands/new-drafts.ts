import { basename } from 'node:path';
import { readCurl } from '../author/curl.ts';
import type { Draft } from '../author/draft.ts';
import { readHar } from '../author/har.ts';
import { readInput } from '../author/input.ts';
import { fileNameOf } from '../author/names.ts';
import { draftOperations } from '../author/openapi-draft.ts';
import { readOpenApi } from '../author/openapi.ts';
import { draftOf } from '../author/recorded.ts';
import { fromTemplate, type TemplateName } from '../author/template.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { Recipe } from '../model/vault.ts';

/** What commander makes of `new`'s options. */
export interface NewFlags {
  readonly vault?: string;
  readonly template?: TemplateName;
  readonly curl?: string;
  readonly har?: string;
  readonly openapi?: string;
  readonly path?: string;
  readonly method?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** A scenario, and the file in the vault that it goes to. */
export interface Written {
  readonly file: string;
  readonly draft: Draft;
}

interface Drafts {
  readonly written: readonly Written[];
  /** What was left out of a recording. */
  readonly notes: readonly string[];
}

/** Is there something to take a name from? */
export const bringsName = ({ curl, har, openapi }: NewFlags): boolean =>
  [curl, har, openapi].some((each) => each !== undefined);

/** The scenarios that were asked for, each with its file. */
export function draftsFor(name: string | undefined, flags: NewFlags, recipe: Recipe | undefined): Result<Drafts> {
  const sources = (['template', 'curl', 'har', 'openapi'] as const).filter((each) => flags[each] !== undefined);
  if (sources.length > 1) {
    const given = sources.map((each) => `--${each}`).join(' and ');
    return fail(problem('usage', `a scenario is made from one thing, not from ${given}`, { fix: 'leave one out' }));
  }
  if ((flags.path !== undefined || flags.method !== undefined) && flags.openapi === undefined)
    return fail(
      problem('usage', '--path and --method choose from an OpenAPI document', { fix: 'add --openapi <file>' }),
    );
  if (flags.curl !== undefined) return fromCurl(name, flags.curl);
  if (flags.har !== undefined) return fromHar(name, flags.har);
  if (flags.openapi !== undefined) return fromOpenApi(name, flags.openapi, flags);
  if (name === undefined || name.trim() === '') {
    return fail(
      problem('usage', 'a scenario needs a name: what it promises', {
        fix: 'holdout new "A todo that was added is on the list"',
      }),
    );
  }
  const program = Object.keys(recipe?.bin ?? {})[0];
  const fitting = recipe?.start === undefined && program !== undefined ? 'cli' : 'http';
  return ok(one(name, fromTemplate(name, flags.template ?? fitting, program === undefined ? {} : { program })));
}

const one = (name: string, draft: Draft, notes: readonly string[] = []): Drafts => ({
  written: [{ file: `${fileNameOf(name)}.yaml`, draft }],
  notes,
});

function fromCurl(given: string | undefined, curl: string): Result<Drafts> {
  const text = curl === '-' ? readInput('-') : ok(curl);
  const read = text.ok ? readCurl(text.value) : text;
  if (!read.ok) return read;
  const [first] = read.value;
  const name = given ?? `${first?.method} ${first?.target.split('?')[0]} answers`;
  return ok(one(name, draftOf(name, read.value, [])));
}

function fromHar(given: string | undefined, path: string): Result<Drafts> {
  const text = readInput(path);
  const read = text.ok ? readHar(text.value) : text;
  if (!read.ok) return read;
  const { exchanges, notes, asks } = read.value;
  const name = given ?? basename(path).replace(/\.har$/, '');
  return ok(one(name, draftOf(name, exchanges, asks), notes));
}

function fromOpenApi(given: string | undefined, path: string, { path: chosen, method }: NewFlags): Result<Drafts> {
  const text = readInput(path);
  const read = text.ok ? readOpenApi(text.value) : text;
  if (!read.ok) return read;
  const drafted = draftOperations(read.value, {
    ...(chosen === undefined ? {} : { path: chosen }),
    ...(method === undefined ? {} : { method }),
    ...(given === undefined ? {} : { name: given }),
  });
  if (!drafted.ok) return drafted;
  const single = drafted.value.length === 1;
  const folder = single || given === undefined ? '' : `${fileNameOf(given)}/`;
  const written = drafted.value.map(({ method: verb, path: place, draft }) => ({
    file: `${folder}${fileNameOf(single && given !== undefined ? given : `${verb} ${place}`)}.yaml`,
    draft,
  }));
  return ok({ written: withOwnFiles(written), notes: [] });
}

/** Two operations may come to the same words: `/a-b` and `/a/b`. */
function withOwnFiles(written: readonly Written[]): readonly Written[] {
  const taken = new Set<string>();
  return written.map(({ file, draft }) => {
    let free = file;
    for (let count = 2; taken.has(free); count++) free = file.replace(/\.yaml$/, `-${count}.yaml`);
    taken.add(free);
    return { file: free, draft };
  });
}
