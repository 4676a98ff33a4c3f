import type { Place } from '../judge/task.ts';
import type { ControlId } from './answer.ts';
import type { Environment } from '../model/cell.ts';
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

/** The good control, met in each of the other ways by itself: whatever a scenario says of it must stay the same. */
export function equivalents(place: Place): readonly Equivalent[] {
  const around = Object.entries(surroundings).map(([name, env]) => named(name, within(place, env)));
  return [
    ...around,
    ...atWire(place).map((name) => named(name, { ...place, wire: { kind: 'equivalent', names: [name] } })),
  ];
}

/** In all of these ways at once. Whoever doesn't mind need not be asked of each. */
export function allAtOnce(place: Place): Equivalent {
  const names = atWire(place);
  const other = within(place, Object.assign({}, ...Object.values(surroundings)) as Environment);
  return named('all of it at once', names.length === 0 ? other : { ...other, wire: { kind: 'equivalent', names } });
}

const named = (name: string, place: Place): Equivalent => ({ control: { kind: 'equivalent', name }, place });

const within = ({ recipe, ...place }: Place, env: Environment): Place => ({
  ...place,
  recipe: { ...recipe, env: { ...recipe.env, ...env } },
});

const atWire = ({ recipe }: Place): readonly PerturbationName[] =>
  recipe.start === undefined ? [] : (Object.keys(perturbations) as readonly PerturbationName[]);
