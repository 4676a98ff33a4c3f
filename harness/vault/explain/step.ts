import type { Expectation, Save, Step } from '../../model/scenario.ts';
import { actionWords } from './action.ts';
import { actWords } from './browser.ts';
import { membersWords, patternWords } from './pattern.ts';
import { pathWords, plainText, valueWords } from './value.ts';
import { durationWords, joined } from './words.ts';

/** A step in plain words; each text is one line. */
export interface StepWords {
  readonly name: string;
  readonly kind: Step['action']['kind'];
  /** Who acts, when it isn't the one who acts in all other steps. */
  readonly as?: string;
  readonly does: string;
  /** What a browser does, one after another. */
  readonly acts: readonly string[];
  /** What a flow does. */
  readonly steps: readonly StepWords[];
  readonly expects: readonly string[];
  readonly waits?: string;
  readonly saves: readonly string[];
}

export function stepWords({ name, as, action, expect, eventually, save }: Step): StepWords {
  return {
    name,
    kind: action.kind,
    ...(as === 'default' ? {} : { as }),
    does: actionWords(action),
    acts: action.kind === 'browser' ? action.acts.map(actWords) : [],
    steps: action.kind === 'use' ? action.flow.steps.map(stepWords) : [],
    expects: expect.flatMap(apart).map(expectationWords),
    ...(eventually === undefined ? {} : { waits: waitingWords(eventually) }),
    saves: save.map(saveWords),
  };
}

/** A mapping of many keys is told key by key. */
const manyKeys = 4;

function apart(expectation: Expectation): readonly Expectation[] {
  const { pattern } = expectation;
  if (pattern.is !== 'map' || pattern.entries.length < manyKeys) return [expectation];
  return pattern.entries.map((entry) => ({ ...expectation, pattern: { ...pattern, entries: [entry] } }));
}

/** How fields are called in a sentence. */
const fields: { readonly [field: string]: string } = {
  status: 'the status',
  headers: 'the answer',
  body: 'the body',
  text: 'the text',
  ms: 'the time it takes, in ms,',
  exit: 'the exit code',
  stdout: 'what it prints',
  stderr: 'what it prints as errors',
  size: 'its size in bytes',
  url: 'the address of the page',
  title: 'the title of the page',
  rows: 'what was found',
  count: 'the number of rows',
};

function expectationWords({ field, pattern }: Expectation): string {
  if (field === 'exists' && pattern.is === 'equal' && pattern.value.is === 'boolean') {
    return pattern.value.value ? 'it is there' : 'it is not there';
  }
  if (field === 'status' && pattern.is === 'all') {
    const [least] = pattern.patterns;
    if (least?.is === '$gte') return `the status is ${valueWords(least.bound).slice(0, 1)}xx`;
  }
  if (field === 'headers' && pattern.is === 'map') {
    const named = pattern.entries.map(({ key, pattern: wanted }) => `the header ${key} ${patternWords(wanted)}`);
    return joined(named);
  }
  const called = fields[field] ?? `"${field}"`;
  if (pattern.is === 'map' && pattern.entries.length > 0) return `in ${called}, ${membersWords(pattern.entries)}`;
  return `${called} ${patternWords(pattern)}`;
}

function waitingWords({ within, every, stopIf }: NonNullable<Step['eventually']>): string {
  const often = every === undefined ? '' : `, every ${durationWords(every)}`;
  const hopeless = stopIf.length === 0 ? '' : `; give up when ${joined(stopIf.map(expectationWords))}`;
  return `try again until it is so, for ${durationWords(within)} at most${often}${hopeless}`;
}

function saveWords({ variable, from: { field, path, regex } }: Save): string {
  const place = `${field}${pathWords(path)}`;
  const what = regex === undefined ? place : `what the group of ${plainText(regex)} finds in ${place}`;
  return `${what} as ${variable}`;
}
