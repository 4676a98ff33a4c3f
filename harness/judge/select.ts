import type { Observation } from '../model/observation.ts';
import type { Save } from '../model/scenario.ts';
import type { Data, Value } from '../model/value.ts';
import { textOf } from './data.ts';
import { seenField } from './expect.ts';
import { filled, type Filled, andThen } from './fault.ts';
import { finding, type Finding, isPresent } from './matchers/check.ts';
import { follow, pathTo } from './path.ts';
import { fillRegex, maxSearched, notSearched } from './regex.ts';
import type { Scope } from './scope.ts';
import { dataOf, partOf, type Subject } from './subject.ts';

/** What a `save` came to: a value, or the Finding that the candidate's answer has no such value. */
export type Selected =
  | { readonly is: 'found'; readonly data: Data }
  | { readonly is: 'missing'; readonly finding: Finding };

/** Picks what `save` asks for out of what a step saw. A Fault only for a regular expression that can't be filled in. */
export function select(save: Save, observation: Observation, scope: Scope): Filled<Selected> {
  const { field, path, regex } = save.from;
  const found = followSubject(seenField(observation, field), field, path, save);
  if (found.is === 'missing' || regex === undefined) return filled(found);
  const fullPath = path.reduce(pathTo, field);
  return selectGroup(regex, found.data, fullPath, save, scope);
}

function followSubject(subject: Subject, field: string, path: Save['from']['path'], save: Save): Selected {
  const [first, ...rest] = path;
  if (!isPresent(subject)) return missing(save, path.reduce(pathTo, field), subject);
  // Header names come in any case, so the first step into the headers is not an ordinary look-up.
  if (subject.is === 'headers' && typeof first === 'string') {
    return followSubject(partOf(subject, first), pathTo(field, first), rest, save);
  }
  const followed = follow(dataOf(subject), field, path);
  if (followed.is === 'found') return followed;
  return missing(save, followed.path, { is: 'missing', why: followed.why });
}

function selectGroup(regex: Value, data: Data, path: string, save: Save, scope: Scope): Filled<Selected> {
  return andThen(fillRegex(regex, scope), (compiled) => {
    const text = textOf(data, maxSearched);
    const group = text.length > maxSearched ? undefined : compiled.first(text);
    if (group !== undefined) return filled<Selected>({ is: 'found', data: group });
    const note = text.length > maxSearched ? notSearched : `${compiled.shown} does not match`;
    return filled<Selected>({ is: 'missing', finding: wanted(save, path, { is: 'data', data }, note) });
  });
}

const missing = (save: Save, path: string, subject: Subject): Selected => ({
  is: 'missing',
  finding: wanted(save, path, subject),
});

const wanted = (save: Save, path: string, subject: Subject, note?: string): Finding =>
  finding(save.at, path, `a value to save as "${save.variable}"`, subject, note === undefined ? undefined : { note });
