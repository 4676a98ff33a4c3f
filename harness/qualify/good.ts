import type { Scenario } from '../model/scenario.ts';
import type { Answer, ControlId } from './answer.ts';
import type { Context } from './context.ts';
import { allAtOnce, equivalents } from './equivalents.ts';
import type { Rig } from './rig.ts';
import { shuffled } from './shuffle.ts';

/** Runs in a row that a scenario has to fail for nobody to expect that it will ever pass: what fails by halves rarely does. */
const HOPELESS = 20;

/** Every scenario on a good control, `runs` times, each with other data; fewer where it only ever fails. */
export async function runOften({ vault, runs, answers }: Context, rig: Rig, control: ControlId): Promise<void> {
  const seen = new Map<string, Answer[]>(vault.scenarios.map(({ id }) => [id, []]));
  let dead = 0;
  const questions = Array.from({ length: runs }, (_, repeat) =>
    vault.scenarios.map((scenario) => ({ scenario, repeat })),
  );
  await rig.each(questions.flat(), async ({ scenario, repeat }) => {
    const own = seen.get(scenario.id) ?? [];
    if (dead >= TRIED_DEAD || (own.length >= HOPELESS && own.every(({ is }) => is !== 'pass'))) return;
    const answer = await rig.ask({ control, scenario, repeat, afterwards: 'next' });
    own.push(answer);
    answers.push(answer);
    dead = answer.dead === true ? dead + 1 : 0;
  });
}

/** Times in a row that a control may fail to start before nobody waits for it any more. */
export const TRIED_DEAD = 3;

/** Times that something is asked in all, which failed when it was asked first: once may be chance. */
const AGAIN = 3;

/**
 * Every scenario that passes on the good control, on the same one met otherwise: in all ways at once, and only where it
 * doesn't pass then in each of them.
 */
export async function meetOtherwise(
  { answers, tools }: Context,
  rig: Rig,
  scenarios: readonly Scenario[],
): Promise<void> {
  tools.emit({ is: 'qualifying', what: 'equivalent answers', trials: scenarios.length });
  const touchy: Scenario[] = [];
  await rig.each(scenarios, async (scenario) => {
    const answer = await rig.ask({ ...allAtOnce(rig.place, scenario), scenario });
    if (answer.is === 'pass') answers.push(answer);
    else touchy.push(scenario);
  });
  if (touchy.length === 0) return;
  const questions = touchy.flatMap((scenario) => equivalents(rig.place, scenario).map((way) => ({ ...way, scenario })));
  tools.emit({ is: 'qualifying', what: 'equivalent answers, one by one', trials: questions.length });
  await rig.each(questions, async (question) => {
    for (let repeat = 0; repeat < AGAIN; repeat++) {
      const answer = await rig.ask({ ...question, repeat });
      answers.push(answer);
      if (answer.is === 'pass') return;
    }
  });
}

/** Where instances are shared, every scenario in one that others used before it, and that it used itself. */
export async function shareInstances(
  { answers, seed, tools, vault }: Context,
  rig: Rig,
  scenarios: readonly Scenario[],
): Promise<void> {
  if (vault.recipe.fresh === 'scenario' || tools.signal.aborted) return;
  const orders = [
    { name: 'after others, in one order', all: shuffled(scenarios, `${seed} 1`) },
    { name: 'after others, in another order', all: shuffled(scenarios, `${seed} 2`) },
    { name: 'when it is run twice', all: scenarios.flatMap((scenario) => [scenario, scenario]) },
  ];
  tools.emit({ is: 'qualifying', what: 'shared instances', trials: 4 * scenarios.length });
  await rig.each(orders, async ({ name, all }) => {
    let failed = 0;
    for (let time = 0; time < AGAIN; time++) {
      const seen: readonly Answer[] = await rig.askInOrder({ kind: 'shared', name }, all, rig.place);
      // Of what is run twice it is the second time that tells.
      answers.push(...(all.length > scenarios.length ? seen.filter(({ repeat }) => repeat > 0) : seen));
      failed += seen.filter(({ is }) => is !== 'pass').length;
      if (failed === 0) return;
    }
  });
}

/** Scenarios that always passed on that good control: only of those it tells anything when they fail elsewhere. */
export function steadyOnes({ answers, possible }: Context, control: string): readonly Scenario[] {
  const own = Map.groupBy(
    answers.filter((answer) => answer.control.kind === 'good' && answer.control.name === control),
    ({ scenario }) => scenario,
  );
  return possible.filter(({ id }) => own.get(id)?.every(({ is }) => is === 'pass') === true);
}

/** Whole milliseconds that each scenario takes on good controls, all its rows: the mean, by its id. */
export function usualTimes(answers: readonly Answer[]): ReadonlyMap<string, number> {
  const good = Map.groupBy(
    answers.filter(({ control }) => control.kind === 'good'),
    ({ scenario }) => scenario,
  );
  return new Map([...good].map(([id, own]) => [id, Math.round(own.reduce((sum, { ms }) => sum + ms, 0) / own.length)]));
}
