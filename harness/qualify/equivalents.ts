import type { Place } from '../judge/task.ts';
import type { ControlId } from './answer.ts';
import type { PerturbationName } from '../model/wire.ts';
import { perturbations } from './wire/perturbations.ts';

/** Environments that a right program answers the same in, with what each is called. */
const surroundings = {
  'another time zone': { TZ: 'Pacific/Chatham' },
  'another locale': { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', LANGUAGE: 'tr' },
} as const;

export interface Equivalent {
  readonly control: ControlId;
  readonly place: Place;
}

/** The good control, met otherwise: whatever a scenario says of it must stay the same. */
export function equivalents(place: Place): readonly Equivalent[] {
  const { recipe } = place;
  const around = Object.entries(surroundings).map(([name, env]) =>
    named(name, { ...place, recipe: { ...recipe, env: { ...recipe.env, ...env } } }),
  );
  if (recipe.start === undefined) return around;
  const atWire = (Object.keys(perturbations) as readonly PerturbationName[]).map((name) =>
    named(name, { ...place, wire: { kind: 'equivalent', name } }),
  );
  return [...around, ...atWire];
}

const named = (name: string, place: Place): Equivalent => ({ control: { kind: 'equivalent', name }, place });
