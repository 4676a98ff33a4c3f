import { entryLines, itemLines } from './print.ts';
import type { Said, SaidMap } from './said.ts';

/** A scenario being written, and what only its author can know. */
export interface Draft {
  readonly name: string;
  readonly vars: readonly DraftVar[];
  readonly secrets: readonly string[];
  readonly before: readonly DraftStep[];
  readonly steps: readonly DraftStep[];
  /** About the scenario as a whole. */
  readonly asks: readonly string[];
}

export interface DraftVar {
  readonly name: string;
  readonly value: Said;
  /** What to ask the author about its value. */
  readonly ask?: string;
}

export interface DraftStep {
  readonly said: SaidMap;
  readonly asks: readonly string[];
}

/** Everything that is asked, in the order of the file. */
export function asksOf({ asks, vars, before, steps }: Draft): readonly string[] {
  return [...asks, ...vars.flatMap(({ ask }) => ask ?? []), ...[...before, ...steps].flatMap((step) => step.asks)];
}

/** The same with a variable's value as its author answered. */
export function answered(draft: Draft, name: string, value: Said): Draft {
  return { ...draft, vars: draft.vars.map((each) => (each.name === name ? { name, value } : each)) };
}

/** The file's text. What is asked stands as a comment above what it is about. */
export function printDraft(draft: Draft): string {
  const { name, vars, secrets, before, steps } = draft;
  const lines = [
    ...draft.asks.map((ask) => comment(ask, 0)),
    ...entryLines('name', name),
    ...(vars.length === 0 ? [] : ['vars:', ...vars.flatMap(varLines)]),
    ...(secrets.length === 0 ? [] : entryLines('secrets', secrets)),
    ...(before.length === 0 ? [] : ['before:', ...before.flatMap(stepLines)]),
    'steps:',
    ...steps.flatMap(stepLines),
  ];
  return `${lines.join('\n')}\n`;
}

const varLines = ({ name, value, ask }: DraftVar): readonly string[] => [
  ...(ask === undefined ? [] : [comment(ask, 2)]),
  ...entryLines(name, value, 2),
];

/** One key a line, however short the step is: that is how steps are read and changed. */
function stepLines({ said, asks }: DraftStep): readonly string[] {
  const [first, ...rest] = [...said].flatMap(([key, value]) => entryLines(key, value, 4));
  const lines = first === undefined ? itemLines(said, 2) : [`  - ${first.slice(4)}`, ...rest];
  return [...asks.map((ask) => comment(ask, 2)), ...lines];
}

const comment = (ask: string, indent: number): string => `${' '.repeat(indent)}# ask: ${ask.replaceAll(/\s+/g, ' ')}`;
