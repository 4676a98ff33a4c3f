import { firstOperation, readOpenApi } from '../openapi.ts';
import { literal, mapOf, type SaidMap } from '../said.ts';
import type { Folder } from '../folder.ts';
import type { Guess, Guesses } from './guess.ts';

/** The first thing to ask of an application: a path, and what is known of the answer; or a program. */
export type First =
  | { readonly is: 'http'; readonly path: Guess<string>; readonly shows?: SaidMap }
  | { readonly is: 'run'; readonly program: Guess<string> };

const routes: readonly RegExp[] = [
  /\.get\(\s*['"`](\/[^'"`:*{}<>$ ]*)['"`]/g,
  /@\w+\.(?:get|route)\(\s*['"](\/[^'"<>{} ]*)['"]/g,
  /(?:HandleFunc|Handle|GET)\(\s*"(?:GET )?(\/[^"{}:* ]*)"/g,
  /(?:url|path|pathname)\s*===?\s*['"](\/[^'"]*)['"]/g,
];

/** What is asked first: of what the documents and the code name, what most likely answers without an account. */
export function firstOf(folder: Folder, { start, bin }: Guesses): First | undefined {
  const program = Object.keys(bin?.value ?? {})[0];
  if (start === undefined && program !== undefined) {
    return { is: 'run', program: { value: program, from: bin?.from ?? '' } };
  }
  return documented(folder) ?? { is: 'http', ...inCode(folder) };
}

function documented(folder: Folder): First | undefined {
  for (const path of folder.paths.filter((each) => /(^|\/)(openapi|swagger)\.(ya?ml|json)$/.test(each))) {
    const document = readOpenApi(folder.texts.get(path) ?? '');
    const found = document.ok ? firstOperation(document.value) : undefined;
    if (found === undefined) continue;
    const shows = found.body === undefined ? {} : { shows: mapOf({ body: found.body }) };
    return { is: 'http', path: { value: found.path, from: path }, ...shows };
  }
  return undefined;
}

function inCode(folder: Folder): { readonly path: Guess<string>; readonly shows?: SaidMap } {
  const named = [...folder.texts]
    .flatMap(([path, text]) =>
      routes.flatMap((pattern) =>
        [...text.matchAll(pattern)].slice(0, 100).map((match) => ({ value: match[1] ?? '/', from: path })),
      ),
    )
    .filter(({ value }) => !/\.\w+$/.test(value));
  const root = named.find(({ value }) => value === '/');
  const page = folder.paths.find((path) => /(^|\/)index\.html$/.test(path));
  if (root === undefined && page !== undefined) {
    const title = /<title>\s*([^<]{2,60}?)\s*<\/title>/i.exec(folder.texts.get(page) ?? '')?.[1];
    const shows = title === undefined ? {} : { shows: mapOf({ text: mapOf({ $contains: literal(title) }) }) };
    return { path: { value: '/', from: page }, ...shows };
  }
  const known = root ?? named.find(({ value }) => /health|ping|status|version/.test(value)) ?? named[0];
  return { path: known ?? { value: '/', from: 'a guess', doubt: 'which path answers without an account?' } };
}
