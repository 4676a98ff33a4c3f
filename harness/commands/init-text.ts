import { relative } from 'node:path';
import type { Proposal } from '../author/guess/propose.ts';
import { printable } from './say.ts';

interface Made {
  readonly proposal: Proposal;
  /** As they are typed here. */
  readonly vault: string;
  readonly repo: string;
  readonly file: string;
  /** What is checked out. */
  readonly ref: string;
}

/** In the order of vault.yaml. */
const keys = ['toolchain', 'install', 'build', 'start', 'port', 'bin'] as const;

/** What `holdout init` made, where each guess is from, and what to do next. */
export function initText({ proposal, vault, repo, file, ref }: Made): string {
  const { guesses, first } = proposal;
  const rows: (readonly [key: string, value: string, from: string, doubt: string | undefined])[] = [];
  for (const key of keys) {
    const guess = guesses[key];
    if (guess !== undefined) rows.push([key, valueText(guess.value), guess.from, guess.doubt]);
  }
  const asked = first?.is === 'run' ? { ...first.program, value: `${first.program.value} --help` } : first?.path;
  if (asked !== undefined)
    rows.push([file, first?.is === 'run' ? asked.value : `GET ${asked.value}`, asked.from, asked.doubt]);
  const width = Math.max(0, ...rows.map(([key]) => key.length));
  const wide = Math.min(48, Math.max(0, ...rows.map(([, value]) => value.length)));
  const table = rows.flatMap(([key, value, from, doubt]) => [
    `  ${key.padEnd(width)}  ${printable(value).padEnd(wide)}  (${printable(from)})`,
    ...(doubt === undefined ? [] : [`  ${' '.repeat(width)}  ? ${printable(doubt)}`]),
  ]);
  const known = first !== undefined;
  const lines = [
    `Made the vault ${vault}${known ? ', and guessed:' : '.'}`,
    '',
    ...(known
      ? table
      : [`  Nothing here told how the application is started: fill in "start" in ${vault}/vault.yaml.`]),
    ...proposal.hints.map((hint) => `  ${''.padEnd(width)}  ${printable(hint)}`),
    '',
    'Next:',
    ...steps(vault, repo, ref),
  ];
  return `${lines.join('\n')}\n`;
}

function steps(vault: string, repo: string, ref: string): readonly string[] {
  const lines: readonly (readonly [string, string])[] = [
    [`holdout check ${vault}`, 'finds mistakes, runs nothing'],
    [`holdout run ${repo} --vault ${vault}`, 'judges the folder as it stands'],
    [`edit ${vault}/vault.yaml`, 'when it does not start as guessed'],
    [`holdout new "a promise" --vault ${vault}`, 'the next scenario; also from curl, HAR, OpenAPI'],
    [`holdout run ${repo} --vault ${vault} --ref ${ref}`, 'as a gate: exit 0 allow, 1 deny, 3 hold'],
  ];
  const width = Math.max(...lines.map(([command]) => command.length));
  return lines.map(([command, what]) => `  ${command.padEnd(width)}   ${what}`);
}

function valueText(value: unknown): string {
  if (Array.isArray(value)) return value.join(' && ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .map(([name, command]) => `${name}: ${String(command)}`)
    .join(', ');
}

/** A path as one would type it from here, quoted for a shell when it has to be. */
export function shownPath(path: string): string {
  const near = relative(process.cwd(), path) || '.';
  return shownWord(near.startsWith('../../../') || near.length > path.length ? path : near);
}

/** A word as one would type it, quoted for a shell when it has to be. */
export const shownWord = (word: string): string =>
  /^[\w./~+@-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
