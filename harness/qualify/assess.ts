import type { ScenarioFinding, ScenarioReport } from '../model/qualified-vault.ts';
import type { Scenario } from '../model/scenario.ts';
import type { BadControl } from '../model/control.ts';
import { type Answer, type ControlKind, noticed } from './answer.ts';

/** All that was found out about one scenario. Pure data in, a report out. */
export interface Evidence {
  readonly scenario: Scenario;
  readonly answers: readonly Answer[];
  /** The bad controls that it must fail by name. */
  readonly mustFail: readonly BadControl[];
  /** Do instances outlive a Trial in this vault? */
  readonly sharesInstances: boolean;
  /** Another one that fails on the same faults, as many as `faults`. */
  readonly twin?: { readonly scenario: string; readonly faults: number };
}

/** What the evidence says about a scenario: what is wrong with it, and how well it is supported. */
export function assess(evidence: Evidence): ScenarioReport {
  const { scenario, answers } = evidence;
  // A control that was not there to be asked says nothing of who asked.
  const of = (kind: ControlKind): readonly Answer[] =>
    answers.filter(({ control, dead }) => control.kind === kind && dead !== true);
  const good = of('good');
  const faults = [...of('mutant'), ...of('wire')];
  const findings = findingsOf(evidence, of);
  const first = good.filter(({ control }) => control.name === good[0]?.control.name);
  const clean = first.length > 0 && first.every(({ is }) => is === 'pass');
  return {
    ...{ id: scenario.id, name: scenario.name, digest: scenario.digest },
    good: { passed: good.filter(({ is }) => is === 'pass').length, runs: good.length },
    ...(clean ? { flakeBound: flakeBound(first.length) } : {}),
    bad: counted(of('bad')),
    nulls: counted(of('null')),
    mutants: { killed: faults.filter(noticed).length, asked: faults.length },
    findings,
    qualified: findings.every(({ word }) => advice.has(word)),
  };
}

const advice: ReadonlySet<string> = new Set(['redundant', 'unexercised']);

/** The share of failing runs that `runs` clean ones rule out at 95 %: the exact one-sided bound for no failures, 1 - 0.05^(1/n). */
const flakeBound = (runs: number): number => 1 - 0.05 ** (1 / runs);

const counted = (answers: readonly Answer[]) => ({
  failed: answers.filter(({ is }) => is === 'fail').length,
  asked: answers.length,
});

type Of = (kind: ControlKind) => readonly Answer[];

function findingsOf(evidence: Evidence, of: Of): readonly ScenarioFinding[] {
  const { scenario } = evidence;
  const unjudged = evidence.answers.filter(
    ({ is, control }) => is === 'error' && control.kind !== 'mutant' && control.kind !== 'wire',
  );
  if (unjudged.length > 0 && of('good').some(({ is }) => is === 'error'))
    return [finding('unjudged', 'could not be judged on a good control', unjudged)];
  if (scenario.impossible) return impossible(of);
  const onGood = goodFindings(evidence, of);
  // What fails by chance, or always, says nothing more by failing elsewhere.
  const telling = onGood.every(({ word }) => word !== 'flaky' && word !== 'contradictory');
  const wrong = [
    ...onGood,
    ...vacuous(of),
    ...(telling ? [...brittle(of), ...ordered(evidence, of)] : []),
    ...blind(evidence, of),
  ];
  return wrong.length > 0 ? wrong : [...redundant(evidence), ...unexercised(of)];
}

/** One that nothing can pass: on good controls too it has to fail. */
function impossible(of: Of): readonly ScenarioFinding[] {
  const passed = ['good', 'equivalent', 'null', 'bad']
    .flatMap((kind) => of(kind as ControlKind))
    .filter(({ is }) => is === 'pass');
  return passed.length === 0
    ? []
    : [finding('possible', `is called impossible, and passes on ${names(passed)}`, passed)];
}

function goodFindings({ sharesInstances }: Evidence, of: Of): readonly ScenarioFinding[] {
  const good = Map.groupBy(of('good'), ({ control }) => control.name);
  const findings: ScenarioFinding[] = [];
  const always: (readonly Answer[])[] = [];
  for (const answers of good.values()) {
    const failed = answers.filter(({ is }) => is !== 'pass');
    if (failed.length === 0) continue;
    if (failed.length === answers.length) always.push(answers);
    else
      findings.push(
        finding(
          'flaky',
          `fails ${failed.length} of ${answers.length} runs on the good control ${names(failed)}`,
          failed,
        ),
      );
  }
  if (always.length === 0) return findings;
  const failed = always.flat();
  // What passes after others in one instance, and never alone, needs them.
  const helped = of('shared').filter(({ is }) => is === 'pass');
  if (sharesInstances && helped.length > 0)
    return [...findings, finding('order-dependent', `fails alone, and passes after others`, failed)];
  if (always.length === good.size)
    return [...findings, finding('contradictory', `fails on every good control`, failed)];
  return [
    ...findings,
    finding('brittle', `fails on the good control ${names(failed)}, which is right in another way`, failed),
  ];
}

function vacuous(of: Of): readonly ScenarioFinding[] {
  const passed = of('null').filter(({ is }) => is === 'pass');
  return passed.length === 0
    ? []
    : [
        finding(
          'vacuous',
          `passes on the null ${passed.length === 1 ? 'candidate' : 'candidates'} ${names(passed)}`,
          [],
        ),
      ];
}

/** Fails each time where the good control is met otherwise; it passes where it isn't. */
function brittle(of: Of): readonly ScenarioFinding[] {
  const turned = steadily(of('equivalent'));
  return turned.length === 0
    ? []
    : [finding('brittle', `fails where the good control answers the same with ${names(turned)}`, turned)];
}

function ordered({ sharesInstances }: Evidence, of: Of): readonly ScenarioFinding[] {
  if (!sharesInstances) return [];
  const turned = steadily(of('shared'));
  return turned.length === 0 ? [] : [finding('order-dependent', `passes alone, and fails ${names(turned)}`, turned)];
}

/** Of controls on which it failed every time that it was asked: once may be chance. */
function steadily(answers: readonly Answer[]): readonly Answer[] {
  return [...Map.groupBy(answers, ({ control }) => control.name).values()].flatMap((same) =>
    same.length > 1 && same.every(({ is }) => is === 'fail') ? same.slice(0, 1) : [],
  );
}

function blind({ mustFail }: Evidence, of: Of): readonly ScenarioFinding[] {
  const passed = of('bad').filter(
    ({ is, control }) => is === 'pass' && mustFail.some(({ name }) => name === control.name),
  );
  return passed.length === 0
    ? []
    : [finding('blind', `passes on the bad control ${names(passed)}, which it has to fail`, [])];
}

function redundant({ twin }: Evidence): readonly ScenarioFinding[] {
  if (twin === undefined) return [];
  return [finding('redundant', `fails exactly where ${twin.scenario} fails too, on ${twin.faults} faults`, [])];
}

/** Nothing but null candidates made it fail: what it catches nobody has seen. */
function unexercised(of: Of): readonly ScenarioFinding[] {
  const faults = [...of('bad'), ...of('mutant'), ...of('wire')];
  if (faults.length === 0 || faults.some(noticed)) return [];
  return [finding('unexercised', `has failed on none of the ${faults.length} faults that it was asked of`, [])];
}

function finding(word: ScenarioFinding['word'], text: string, answers: readonly Answer[]): ScenarioFinding {
  const seen = [...new Set(answers.flatMap(({ why, is }) => (is === 'pass' || why === '' ? [] : [why])))];
  return { word, text, seen: seen.slice(0, MOST_SEEN) };
}

const MOST_SEEN = 3;

const names = (answers: readonly Answer[]): string =>
  [...new Set(answers.map(({ control }) => `"${control.name}"`))].join(', ');
