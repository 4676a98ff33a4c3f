import type { Place } from '../judge/task.ts';
import { does, type Scenario } from '../model/scenario.ts';
import { type Answer, type ControlId, controlText, noticed } from './answer.ts';
import { drawnFrom } from './shuffle.ts';
import type { Context } from './context.ts';
import { hunt, type Standing } from './hunt.ts';
import { usualTimes } from './good.ts';
import { coveredVariable, mutantGlobal, mutantVariable } from './mutants/switches.ts';
import type { Instrumented } from './mutants/instrument.ts';
import type { Mutant } from './mutants/mutant.ts';
import { sampleMutants } from './mutants/sample.ts';
import type { Asked, Rig } from './rig.ts';
import { type Matrix, wishes } from './tell-apart.ts';
import type { MutantName } from '../model/wire.ts';
import { wireMutants } from './wire/mutants.ts';

/** One fault in the good control, which one scenario at least should notice. */
export interface Fault {
  readonly control: ControlId;
  readonly place: Place;
  /** Of mutants in the source. */
  readonly mutant?: Mutant;
}

/** What became of all of them. */
export interface Faults {
  readonly faults: readonly Fault[];
  /** How many there are, of which `faults` were drawn. */
  readonly all: { readonly source: number; readonly wire: number };
  /** Whether a scenario can notice a fault at all, by its id: the code is run, or may be in a page. */
  readonly reaches: (scenario: string, fault: Fault) => boolean;
  readonly matrix: Matrix;
  readonly instrumented?: Instrumented;
  /** What could not be done, a line each. */
  readonly notes: readonly string[];
}

export const noFaults: Faults = {
  faults: [],
  all: { source: 0, wire: 0 },
  reaches: () => false,
  matrix: new Map(),
  notes: [],
};

/**
 * Tries faults of the good control, one at a time: at the wire, and in its source where there are mutants. Of each it is asked
 * until one scenario notices; then what tells scenarios apart, while that is worth its time.
 */
export async function huntFaults(
  context: Context,
  rig: Rig,
  sound: readonly Scenario[],
  instrumented: Instrumented | undefined,
): Promise<Faults | 'unlike'> {
  const { answers, mutants: budget, seed, tools } = context;
  const covered =
    instrumented === undefined ? new Map<string, ReadonlySet<string>>() : await coverage(context, rig, sound);
  const scenarios = instrumented === undefined ? sound : sound.filter(({ id }) => covered.has(id));
  if (scenarios.length === 0 && sound.length > 0) return 'unlike';
  const usual = usualTimes(answers);
  const timed = impatient(rig.place, usual);
  const wire = drawnFrom(atWire(timed, seed), seed);
  const source = instrumented?.mutants ?? [];
  const wired = source.length === 0 ? wire.slice(0, budget) : wire.slice(0, Math.floor(budget / 2));
  const drawn = sampleMutants(source, budget - wired.length, seed);
  const faults = [...drawn.map((mutant) => inSource(timed, mutant)), ...wired];
  const inCell = new Set([...covered.values()].flatMap((ids) => [...ids]));
  const browsing = new Set(scenarios.filter((scenario) => does(scenario, 'browser')).map(({ id }) => id));
  // What no process in the Cell comes by may be a page's, of which nothing is told.
  const reaches: Faults['reaches'] = (scenario, { mutant }) =>
    mutant === undefined ||
    covered.get(scenario)?.has(mutant.id) === true ||
    (browsing.has(scenario) && !inCell.has(mutant.id));

  tools.emit({ is: 'qualifying', what: 'mutants', trials: faults.length * scenarios.length });
  const standings = new Map<string, Standing>(
    scenarios.map(({ id }) => [id, { asked: 0, kills: 0, ms: usual.get(id) ?? 0 }]),
  );
  await rig.each(faults, async (fault) => {
    const able = scenarios.filter(({ id }) => reaches(id, fault));
    const ask = (scenario: Scenario): Promise<Answer> => rig.ask(questionOf(fault, scenario, usual.get(scenario.id)));
    answers.push(...(await hunt({ scenarios: able, ask }, standings)));
  });
  const matrix = await tellApart(context, rig, scenarios, { faults, reaches, usual });
  const unlike = sound.filter((scenario) => !scenarios.includes(scenario));
  const notes = [
    ...(instrumented?.skipped ?? []).map(({ file, why }) => `${file} ${why}`),
    ...unlike.map(({ id }) => `${id} was not asked of mutants: it fails on a control with all of them switched off`),
  ];
  return {
    faults,
    all: { source: source.length, wire: wire.length },
    reaches,
    matrix,
    notes,
    ...(instrumented && { instrumented }),
  };
}

/** Questions for each scenario, and for all of them, so that large vaults are not asked for ever. */
const WISHES_EACH = 20;
const WISHES = 500;

async function tellApart(
  { answers, tools }: Context,
  rig: Rig,
  scenarios: readonly Scenario[],
  { faults, reaches, usual }: Pick<Faults, 'faults' | 'reaches'> & { readonly usual: ReadonlyMap<string, number> },
): Promise<Matrix> {
  const byName = new Map(faults.map((fault) => [controlText(fault.control), fault]));
  let left = Math.min(scenarios.length * WISHES_EACH, WISHES);
  tools.emit({ is: 'qualifying', what: 'telling scenarios apart', trials: left });
  for (;;) {
    const matrix = matrixOf(answers, scenarios, byName, reaches);
    const wanted = wishes(matrix)
      .filter(({ fault }) => byName.has(fault))
      .slice(0, left);
    if (wanted.length === 0 || tools.signal.aborted) return matrix;
    left -= wanted.length;
    await rig.each(wanted, async ({ scenario: id, fault: name }) => {
      const [scenario, fault] = [scenarios.find((one) => one.id === id), byName.get(name)];
      if (scenario !== undefined && fault !== undefined)
        answers.push(await rig.ask(questionOf(fault, scenario, usual.get(id))));
    });
  }
}

function matrixOf(
  answers: readonly Answer[],
  scenarios: readonly Scenario[],
  faults: ReadonlyMap<string, Fault>,
  reaches: Faults['reaches'],
): Matrix {
  const telling = Map.groupBy(answers.filter(isFaulty), ({ scenario }) => scenario);
  return new Map(
    scenarios.map(({ id }) => {
      const unreached = [...faults].flatMap(([name, fault]) => (reaches(id, fault) ? [] : [[name, false] as const]));
      const asked = (telling.get(id) ?? []).map((answer) => [controlText(answer.control), noticed(answer)] as const);
      return [id, new Map([...unreached, ...asked])];
    }),
  );
}

/** What a scenario said of a fault; not of what can't be asked at all, which all of them fail. */
const isFaulty = ({ control, dead, is }: Answer): boolean =>
  ['mutant', 'wire', 'bad'].includes(control.kind) && dead !== true && is !== 'error';

const inSource = (place: Place, mutant: Mutant): Fault => ({
  control: { kind: 'mutant', name: mutant.id },
  mutant,
  place: {
    ...place,
    recipe: { ...place.recipe, env: { ...place.recipe.env, [mutantVariable]: mutant.id } },
    globals: { [mutantGlobal]: mutant.id },
  },
});

function atWire(place: Place, seed: string): readonly Fault[] {
  if (place.recipe.start === undefined) return [];
  return (Object.keys(wireMutants) as readonly MutantName[]).map((name) => ({
    control: { kind: 'wire', name },
    place: { ...place, wire: { kind: 'mutant', name, seed } },
  }));
}

/** Where the candidate notes which mutants it comes by. */
const COVERED = '/tmp/covered';

/** Which mutants each scenario reaches; of those that pass while none is switched on. */
async function coverage(
  { tools }: Context,
  rig: Rig,
  scenarios: readonly Scenario[],
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const { place } = rig;
  tools.emit({ is: 'qualifying', what: 'what scenarios reach', trials: scenarios.length });
  const watched = { ...place, recipe: { ...place.recipe, env: { ...place.recipe.env, [coveredVariable]: COVERED } } };
  const reached = new Map<string, ReadonlySet<string>>();
  await rig.each(scenarios, async (scenario) => {
    const control = { kind: 'good', name: 'with mutants switched off' } as const;
    const { is, collected }: Asked = await rig.ask({
      control,
      scenario,
      place: watched,
      collect: COVERED,
      afterwards: 'next',
    });
    if (is === 'pass')
      reached.set(scenario.id, new Set(collected.flatMap((text) => text.split('\n')).filter((id) => id !== '')));
  });
  return reached;
}

/** Where a start that takes much longer than the good control's is not waited for. */
function impatient(place: Place, usual: ReadonlyMap<string, number>): Place {
  const { recipe } = place;
  // It was started within each of these.
  const start = Math.min(...usual.values());
  const within = Math.min(recipe.ready.within, patience(Number.isFinite(start) ? start : recipe.ready.within));
  return { ...place, recipe: { ...recipe, ready: { ...recipe.ready, within } } };
}

/** A question of a fault, which may take not much longer than on the good control. @param usual milliseconds. */
function questionOf({ control, place }: Fault, scenario: Scenario, usual = Number.POSITIVE_INFINITY) {
  const trial = Math.min(place.limits.trial, patience(usual));
  return { control, scenario, place: { ...place, limits: { ...place.limits, trial } } };
}

const patience = (usual: number): number => 3 * usual + PATIENCE_MS;

const PATIENCE_MS = 2000;
