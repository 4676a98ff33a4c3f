import type { Place } from '../judge/task.ts';
import type { Recipe } from '../model/vault.ts';
import type { ControlId } from './answer.ts';
import type { NullName } from '../model/wire.ts';
import { nullCandidates } from './wire/nulls.ts';

/*
 * Null candidates: what answers everything, does nothing, and no scenario may be content with. For a server they stand at the
 * wire and nothing is started; for a command-line program they are one line of shell in place of each program. A vault with
 * both is asked with all of either, while the other does nothing.
 */

/** Command-line programs that do nothing that deserves the name. */
const nullPrograms = {
  'prints nothing': 'true',
  'prints its input': 'cat',
  'prints its arguments': 'sh -c \'echo "$@"\' sh',
  'exits with 1': 'false',
} as const;

export interface NullControl {
  readonly control: ControlId;
  readonly place: Place;
}

/** @param place a place over an empty tree. */
export function nullControls(place: Place): readonly NullControl[] {
  const { recipe } = place;
  const serves = recipe.start !== undefined;
  const servers = serves ? (Object.keys(nullCandidates) as readonly NullName[]) : [];
  const programs = Object.keys(recipe.bin).length === 0 ? [] : Object.entries(nullPrograms);
  const control = (name: string, program: string, wire?: NullName): NullControl => ({
    control: { kind: 'null', name },
    place: {
      ...place,
      recipe: withPrograms(recipe, program),
      ...(wire === undefined ? {} : { wire: { kind: 'null', name: wire } }),
    },
  });
  return [
    ...servers.map((name) => control(name, nullPrograms['prints nothing'], name)),
    ...programs.map(([name, line]) => control(name, line, serves ? 'closes' : undefined)),
  ];
}

/** Milliseconds that a scenario may take on a null candidate at least: what that will ever do it does at once, and one never does. */
const PATIENCE_MS = 5000;
const HANGING_MS = 1000;

/** With as much time as the scenario takes on what is good, and more. @param usual milliseconds. */
export function inTime({ control, place }: NullControl, usual: number): NullControl {
  const patience = control.name === 'hangs' ? HANGING_MS : Math.max(PATIENCE_MS, 3 * usual + 2000);
  return { control, place: { ...place, limits: { ...place.limits, trial: Math.min(place.limits.trial, patience) } } };
}

/** Nothing is started, and each program is the same line. */
function withPrograms(recipe: Recipe, line: string): Recipe {
  const { start: _started, ...rest } = recipe;
  return { ...rest, bin: Object.fromEntries(Object.keys(recipe.bin).map((name) => [name, line])) };
}
