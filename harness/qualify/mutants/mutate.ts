import type { InstrumenterOptions } from '@stryker-mutator/instrumenter';
import { Instrumenter } from '@stryker-mutator/instrumenter';
import type { FileMutant, Position } from './mutant.ts';
import { excludedMutators, noiseBecause, type Place } from './noise.ts';
import { isInstrumented, renumbered, withSwitches } from './switches.ts';

/** One file to mutate. */
export interface Asked {
  /** With a dot: what language the text is in. */
  readonly extension: string;
  readonly text: string;
  /** The id of its first mutant. */
  readonly first: number;
  /** See `noiseBecause`. */
  readonly prints: boolean;
}

export type Mutated =
  | { readonly is: 'mutated'; readonly text: string; readonly mutants: readonly FileMutant[] }
  | { readonly is: 'refused'; readonly why: string };

/** UTF-16 units of a file with its mutants: each one repeats the code around it, so little code can become much. */
const MOST_CODE = 16 * 1024 ** 2;

/** UTF-16 units that are kept of a mutant's code. */
const MOST_SHOWN = 400;

/** Builds all mutants into one file's text. A file that has none comes back as it is. */
export async function mutate({ extension, text, first, prints }: Asked): Promise<Mutated> {
  if (isInstrumented(text)) return { is: 'refused', why: 'was instrumented before' };
  try {
    const found = await new Instrumenter(silent).instrument(
      [{ name: `source${extension}`, mutate: true, content: text }],
      optionsFor(prints),
    );
    const kept = found.mutants.filter(({ status }) => status !== 'Ignored');
    const code = found.files[0]?.content ?? '';
    if (kept.length === 0) return { is: 'mutated', text, mutants: [] };
    if (code.length > MOST_CODE) return { is: 'refused', why: 'becomes too large with its mutants' };
    const ids = new Map(kept.map(({ id }, index) => [id, String(first + index)]));
    const lines = linesOf(text);
    const mutants = kept.map(({ id, location, mutatorName, replacement }) => ({
      id: ids.get(id) ?? '',
      at: fromOne(location.start),
      end: fromOne(location.end),
      mutator: mutatorName,
      original: cut(between(lines, location.start, location.end)),
      replacement: cut(replacement),
    }));
    return { is: 'mutated', text: withSwitches(renumbered(code, ids)), mutants };
  } catch (error) {
    // What the parser and the instrumenter can't take is the file's matter, whatever they throw.
    const said = error instanceof Error ? error.message : String(error);
    const line = said.split('\n', 1)[0] ?? '';
    return { is: 'refused', why: `can't be mutated: ${cut(line.replace(/^.*\bsource\.\w+: /, ''))}` };
  }
}

/** The instrumenter's logger. It says nothing that the answer doesn't. */
const off = (): boolean => false;
const quiet = (): void => {};
const silent = {
  isTraceEnabled: off,
  isDebugEnabled: off,
  isInfoEnabled: off,
  isWarnEnabled: off,
  isErrorEnabled: off,
  isFatalEnabled: off,
  trace: quiet,
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  fatal: quiet,
};

const optionsFor = (prints: boolean): InstrumenterOptions => ({
  plugins: null,
  // Ours is shorter, and added where it can't get in the way.
  noHeader: true,
  excludedMutations: [...excludedMutators],
  ignorers: [
    {
      shouldIgnore(path) {
        const place = path as Place;
        withoutDirectives(place);
        return noiseBecause(place, prints);
      },
    },
  ],
});

/** `// Stryker disable all` is the candidate's word about what it is tried with: the first node clears them all. */
function withoutDirectives({ node, parent }: Place): void {
  const comments = node.type === 'Program' ? parent?.['comments'] : undefined;
  if (!Array.isArray(comments)) return;
  for (const comment of comments) comment.value = String(comment.value).replace(/^\s?Stryker /, ' stryker ');
}

interface FromZero {
  readonly line: number;
  readonly column: number;
}

const fromOne = ({ line, column }: FromZero): Position => ({ line: line + 1, column: column + 1 });

/** As the parser counts them. */
const linesOf = (text: string): readonly string[] => text.split(/\r\n|[\n\r\u2028\u2029]/);

/** The code from `start` to before `end`, its lines joined by line feeds. */
function between(lines: readonly string[], start: FromZero, end: FromZero): string {
  const own = lines.slice(start.line, end.line + 1);
  const last = own.at(-1)?.slice(0, end.column) ?? '';
  return [...own.slice(0, -1), last].join('\n').slice(start.column);
}

const cut = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
