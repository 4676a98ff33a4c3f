import type { Folder } from '../folder.ts';
import { guessDockerfile, guessProcfile } from './container.ts';
import { firstOf, type First } from './first.ts';
import type { Guesses } from './guess.ts';
import { guessNode, readPackage } from './node.ts';
import { guessCargo, guessGo, guessPages } from './other.ts';
import { guessPython, inEnvironment } from './python.ts';

/** A vault for an application that somebody has, as far as it can be told without running anything. */
export interface Proposal {
  readonly name: string;
  readonly guesses: Guesses;
  readonly first?: First;
  /** What else was seen, worth a line in vault.yaml. */
  readonly hints: readonly string[];
}

/** Later ones fill what the earlier ones leave open; a start comes with its own port. */
export function propose(folder: Folder): Proposal {
  const said = [guessProcfile, guessNode, guessPython, guessGo, guessCargo, guessDockerfile, guessPages].flatMap(
    (guess) => guess(folder) ?? [],
  );
  const leading = said.find(({ start }) => start !== undefined);
  const program = said.find(({ bin }) => bin !== undefined);
  // A program for the command line may come with a folder of pages; that makes it no server.
  const server = leading?.start?.from.endsWith('no server') === true && program !== undefined ? undefined : leading;
  const main = server ?? program;
  const prepares = said.find(({ install, build }) => install !== undefined || build !== undefined);
  const guesses = inEnvironment({ ...(main === undefined ? {} : prepares), ...withoutStart(program), ...main });
  const first = main === undefined ? undefined : firstOf(folder, guesses);
  return {
    name: readPackage(folder)?.name ?? folder.name,
    guesses: server !== undefined && guesses.port === undefined ? { ...guesses, port: unknownPort } : guesses,
    ...(first === undefined ? {} : { first }),
    hints: hintsOf(folder),
  };
}

const unknownPort = { value: 3000, from: 'a guess', doubt: 'no port was found: where does it listen?' };

function withoutStart(guesses: Guesses | undefined): Guesses {
  return guesses?.bin === undefined ? {} : { bin: guesses.bin };
}

function hintsOf(folder: Folder): readonly string[] {
  const example = folder.paths.find((path) => /^\.env\.(example|sample|template)$/.test(path));
  const names =
    example === undefined
      ? []
      : [...(folder.texts.get(example) ?? '').matchAll(/^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)=/gm)].map(
          (match) => match[1] ?? '',
        );
  const wanted = names.filter((name) => name !== 'PORT').slice(0, 12);
  const everything = [folder.texts.get('package.json') ?? '', folder.texts.get('requirements.txt') ?? ''].join('\n');
  const postgres = /"(pg|postgres|@prisma\/client|sequelize|knex)"|psycopg|asyncpg/.exec(everything)?.[0];
  const sqlite = [...folder.texts].flatMap(([path, text]) => {
    const file = /['"](?:\.\/)?([\w/-]+\.(?:db|sqlite3?))['"]/.exec(text)?.[1];
    return file === undefined
      ? []
      : [`db: { main: { sqlite: ${file} } }   # ${path} names this file; db steps can read it`];
  })[0];
  return [
    ...(wanted.length === 0 ? [] : [`env: { ${wanted.map((name) => `${name}: ...`).join(', ')} }   # from ${example}`]),
    ...(sqlite === undefined ? [] : [sqlite]),
    ...(postgres === undefined
      ? []
      : [`it uses ${postgres.replaceAll('"', '')}: if that needs a database server, declare one under services`]),
  ];
}
