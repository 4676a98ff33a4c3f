import type { Place } from '../judge/task.ts';
import type { ControlId } from './answer.ts';
import type { Environment } from '../model/cell.ts';
import { does, type Scenario } from '../model/scenario.ts';
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

/** The good control, met in each of the other ways by itself: whatever the scenario says of it must stay the same. */
export function equivalents(place: Place, scenario: Scenario): readonly Equivalent[] {
  const around = surroundingsOf(place, scenario).map(([name, env]) => named(name, within(place, env)));
  return [
    ...around,
    ...atWire(place, scenario).map((name) => named(name, { ...place, wire: { kind: 'equivalent', names: [name] } })),
  ];
}

/** In all of these ways at once. A scenario that doesn't mind need not be asked of each. */
export function allAtOnce(place: Place, scenario: Scenario): Equivalent {
  const names = atWire(place, scenario);
  const around = surroundingsOf(place, scenario).map(([, env]) => env);
  const other = within(place, Object.assign({}, ...around) as Environment);
  return named('all of it at once', names.length === 0 ? other : { ...other, wire: { kind: 'equivalent', names } });
}

/**
 * Not what the vault sets itself: it is part of how the candidate is started. Programs of `run` steps keep their locale: shells
 * and others warn of one that the machine doesn't have.
 */
const surroundingsOf = ({ recipe }: Place, scenario: Scenario): readonly (readonly [string, Environment])[] =>
  Object.entries<Environment>(surroundings).filter(
    ([name, env]) =>
      !Object.keys(env).some((variable) => Object.hasOwn(recipe.env, variable)) &&
      !(name === 'another locale' && does(scenario, 'run')),
  );

const named = (name: string, place: Place): Equivalent => ({ control: { kind: 'equivalent', name }, place });

const within = ({ recipe, ...place }: Place, env: Environment): Place => ({
  ...place,
  recipe: { ...recipe, env: { ...recipe.env, ...env } },
});

/** What `run` steps start is in the Cell, where nobody listens at another port. */
const atWire = ({ recipe }: Place, scenario: Scenario): readonly PerturbationName[] =>
  recipe.start === undefined
    ? []
    : (Object.keys(perturbations) as readonly PerturbationName[]).filter(
        (name) => name !== 'other-port' || !does(scenario, 'run'),
      );
