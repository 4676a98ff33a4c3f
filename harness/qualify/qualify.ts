import { createHmac } from 'node:crypto';
import { findControl } from '../candidate/control.ts';
import type { Found } from '../candidate/candidate.ts';
import type { Instruments } from '../judge/request.ts';
import type { Control } from '../model/control.ts';
import { fail, ok, problem, type Problem, type Result } from '../model/problem.ts';
import type { Qualification } from '../model/qualified-vault.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Context, QualifyRequest } from './context.ts';
import { type Faults, huntFaults, noFaults } from './faults.ts';
import { meetOtherwise, runOften, shareInstances, steadyOnes, TRIED_DEAD, usualTimes } from './good.ts';
import { inTime, nullControls } from './nulls.ts';
import { qualificationOf, soundOnes } from './report.ts';
import { type Asking, onControl, onNothing } from './rigs.ts';

/*
 * ★ The whole way from a vault and its controls to what is known of each scenario:
 *
 *   good controls, often -> the first one, met otherwise -> null candidates -> bad controls
 *                        -> the first one with one fault at a time, until a scenario notices -> findings
 *
 * Every Answer but those of shared instances is kept at once, so that a judge that was ended goes on, and a scenario that was edited is asked alone.
 * What the Answers mean is in assess.ts.
 */

/**
 * Holds every scenario against builds known to be good, and against as many wrong ones as can be had. Problems: there is
 * nothing to hold them against, or nothing to do it with. None at all: it was interrupted.
 */
export async function qualify(request: QualifyRequest, instruments: Instruments): Promise<Result<Qualification>> {
  const { vault } = request;
  const { good, bad } = vault.controls;
  const [first] = good;
  if (first === undefined) return fail(noGood);
  const found = await findAll([...good, ...bad], request, instruments);
  if (!found.ok) return found;
  const equipped = await instruments.equip();
  if (!equipped.ok) return equipped;
  const measured = await equipped.value.measured;
  if (!measured.ok) return measured;
  const context: Context = {
    ...request,
    tools: { ...instruments, ...equipped.value },
    dataSeed: createHmac('sha256', instruments.vaultKey).update('qualify').digest('hex'),
    answers: [],
    possible: vault.scenarios.filter(({ impossible }) => !impossible),
  };

  const goods = await askGood(context, found.value);
  if (!goods.ok) return goods;
  await askNulls(context);
  const dead = await askBad(context, found.value);
  if (!dead.ok) return dead;
  const sound = soundOnes(context, dead.value);
  const faults = request.mutants === 0 ? ok(noFaults) : await askFaulty(context, found.value.get(first), sound);
  if (!faults.ok) return faults;
  if (instruments.signal.aborted) return fail();
  return ok(qualificationOf(context, { dead: dead.value, faults: faults.value, at: instruments.now().toISOString() }));
}

const noGood: Problem = problem(
  'no-good-control',
  'the vault has no good control, so nothing shows that its scenarios accept right work',
  {
    fix: 'name a build that is known to be good in vault.yaml: controls: { good: [ref:main] }',
  },
);

type AllFound = ReadonlyMap<Control, Found>;

/** All of them before anything is built: a slip in the last one's name should not cost the others' time. */
async function findAll(
  controls: readonly Control[],
  { source, controlsDir }: QualifyRequest,
  instruments: Instruments,
): Promise<Result<AllFound>> {
  const found = new Map<Control, Found>();
  for (const control of controls) {
    const one = await findControl(source, control, controlsDir, instruments);
    if (!one.ok) return one;
    found.set(control, one.value);
  }
  return ok(found);
}

async function askGood(context: Context, found: AllFound): Promise<Result<undefined>> {
  const { vault, runs, tools } = context;
  for (const [index, control] of vault.controls.good.entries()) {
    tools.emit({ is: 'qualifying', what: `good control ${control.name}`, trials: runs * vault.scenarios.length });
    const dead = await onControl(context, found.get(control), async ({ rig }) => {
      await runOften(context, rig, { kind: 'good', name: control.name });
      if (index > 0 || tools.signal.aborted || neverStarted(context, control) !== undefined) return;
      await meetOtherwise(context, rig, steadyOnes(context, control.name));
      await shareInstances(context, rig, context.possible);
    });
    if (!dead.ok) return dead;
    const why = dead.value ?? neverStarted(context, control);
    if (why !== undefined)
      return fail(
        problem('good-control-fails', `the good control ${control.name} can't be asked anything`, { notes: [why] }),
      );
  }
  return ok(undefined);
}

/** Why a good control was not there to be asked, when it never was. */
function neverStarted({ answers }: Context, { name }: Control): string | undefined {
  const own = answers.filter(({ control }) => control.kind === 'good' && control.name === name);
  return own.every(({ dead }) => dead === true) ? own[0]?.why : undefined;
}

async function askNulls(context: Context): Promise<void> {
  const { vault, answers, tools } = context;
  await onNothing(context, async (rig) => {
    const nulls = nullControls(rig.place);
    const usual = usualTimes(answers);
    tools.emit({ is: 'qualifying', what: 'null candidates', trials: nulls.length * vault.scenarios.length });
    const questions = nulls.flatMap((one) =>
      vault.scenarios.map((scenario) => ({ ...inTime(one, usual.get(scenario.id) ?? 0), scenario })),
    );
    await rig.each(questions, async (question) => void answers.push(await rig.ask(question)));
  });
}

/** @returns those that can't be asked, each with why. */
async function askBad(context: Context, found: AllFound): Promise<Result<ReadonlyMap<string, string>>> {
  const { vault, answers, tools } = context;
  const dead = new Map<string, string>();
  for (const control of vault.controls.bad) {
    tools.emit({ is: 'qualifying', what: `bad control ${control.name}`, trials: vault.scenarios.length });
    let unstarted = 0;
    const why = await onControl(context, found.get(control), ({ rig }) =>
      rig.each(vault.scenarios, async (scenario) => {
        if (unstarted >= TRIED_DEAD) return;
        const id = { kind: 'bad', name: control.name } as const;
        const answer = await rig.ask({ control: id, scenario, afterwards: 'next' });
        answers.push(answer);
        unstarted = answer.dead === true ? unstarted + 1 : 0;
      }),
    );
    if (!why.ok) return why;
    if (why.value !== undefined) dead.set(control.name, why.value);
  }
  return ok(dead);
}

/** The first good control with one fault at a time: in its source where that can be instrumented, else at the wire alone. */
async function askFaulty(
  context: Context,
  found: Found | undefined,
  sound: readonly Scenario[],
): Promise<Result<Faults>> {
  const hunted: { faults: Faults | 'unlike' } = { faults: noFaults };
  const hunting = async ({ rig, instrumented }: Asking): Promise<void> => {
    hunted.faults = await huntFaults(context, rig, sound, instrumented);
  };
  const dead = await onControl(context, found, hunting, { instrumented: true });
  if (!dead.ok) return dead;
  if (dead.value === undefined && hunted.faults !== 'unlike') return ok(hunted.faults);
  const why = `its source could not be mutated: ${dead.value ?? 'with all mutants switched off no scenario passes'}`;
  const plain = await onControl(context, found, ({ rig }) => hunting({ rig }));
  if (!plain.ok) return plain;
  const { faults } = hunted;
  return ok(faults === 'unlike' ? noFaults : { ...faults, notes: [why, ...faults.notes] });
}
