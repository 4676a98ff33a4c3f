import type { Draft } from './draft.ts';
import { entryLines } from './print.ts';
import { literal, mapOf, type Said } from './said.ts';
import type { Guess, Guesses } from './guess/guess.ts';
import type { Proposal } from './guess/propose.ts';

/** The text of a vault.yaml. A key says where it comes from when there is a doubt; one that nobody could guess is left empty. */
export function vaultText({ name, guesses, hints }: Proposal): string {
  const lines = [
    ...entryLines('name', name),
    'candidate:',
    ...guessLines('toolchain', guesses.toolchain, (value) => value),
    ...guessLines('install', guesses.install, oneOrMore),
    ...guessLines('registries', guesses.registries, (value) => value),
    ...guessLines('build', guesses.build, oneOrMore),
    ...(guesses.start === undefined && guesses.bin === undefined ? blank : []),
    ...guessLines('start', guesses.start, (value) => value),
    ...guessLines('port', guesses.port, (value) => value),
    ...guessLines('bin', guesses.bin, (value) => mapOf(value)),
    ...hints.map((hint) => `  # ${hint.replaceAll(/[\r\n]+/g, ' ')}`),
  ];
  return `${lines.join('\n')}\n`;
}

const blank: readonly string[] = [
  '  # nothing here told how the application is started',
  '  start: # fill in, for example: node server.js',
  '  port: 3000 # and where it then listens',
];

const oneOrMore = (commands: readonly string[]): Said => (commands.length === 1 ? (commands[0] ?? '') : commands);

function guessLines<T>(key: keyof Guesses, guess: Guess<T> | undefined, said: (value: T) => Said): readonly string[] {
  if (guess === undefined) return [];
  const doubt = guess.doubt === undefined ? [] : [`  # from ${guess.from}; ${guess.doubt}`];
  return [...doubt, ...entryLines(key, said(guess.value), 2)];
}

/** The first scenario: the application does something at all. */
export function firstDraft({ name, first }: Proposal): { readonly file: string; readonly draft: Draft } {
  const file = 'it-answers.yaml';
  if (first?.is === 'run') {
    const run = mapOf({ run: `${first.program.value} --help`, expect: mapOf({ stdout: '$nonempty' }) });
    return { file, draft: draftOf(`${name} says how it is used`, [{ said: run, asks: [whatElse.run] }]) };
  }
  const path = first?.path ?? { value: '/', from: 'a guess' };
  const shows = first?.shows ?? mapOf({ text: '$nonempty' });
  const asks = [
    ...(path.doubt === undefined ? [] : [path.doubt]),
    ...(first?.shows === undefined ? [whatElse.http] : []),
  ];
  const http = mapOf({ http: `GET ${literal(path.value)}`, expect: new Map([['status', '2xx'], ...shows]) });
  return { file, draft: draftOf(`${name} answers`, [{ said: http, asks }]) };
}

/** Any program says something: only its author knows what no other one would say. */
const whatElse = {
  http: 'what does only this application answer here? for example text: { $contains: Todos }',
  run: 'what does only this program say? for example stdout: { $contains: notes }',
};

const draftOf = (name: string, steps: Draft['steps']): Draft => ({
  name: literal(name),
  vars: [],
  secrets: [],
  before: [],
  steps,
  asks: [],
});
