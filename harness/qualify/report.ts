import { wilson } from '../gate/statistics.ts';
import { promisesOf, traceOf } from '../vault/trace.ts';
import type {
  ControlReport,
  MutantShare,
  MutantsReport,
  Qualification,
  Survivor,
  TraceReport,
} from '../model/qualified-vault.ts';
import type { Vault } from '../model/vault.ts';
import { isWanted } from '../judge/plan.ts';
import type { Scenario } from '../model/scenario.ts';
import { assess, type Evidence } from './assess.ts';
import { gapsOf } from './gaps.ts';
import { type Answer, type ControlKind, controlText, noticed } from './answer.ts';
import type { Context } from './context.ts';
import type { Fault, Faults } from './faults.ts';
import { survivorExcerpt, whatItDoes } from './mutants/survivor.ts';
import { twins } from './tell-apart.ts';
import { wireMutants } from './wire/mutants.ts';

interface Found {
  /** Bad controls that could not be asked, each with why. */
  readonly dead: ReadonlyMap<string, string>;
  readonly faults: Faults;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** All that was answered, as it is reported. */
export function qualificationOf(context: Context, { dead, faults, at }: Found): Qualification {
  const { vault } = context;
  // Of those that fail on the same, the first one stays.
  const twinsOf = new Map(
    twins(faults.matrix).flatMap(({ scenarios: [first = '', ...others], faults: same }) =>
      others.map((id) => [id, { scenario: first, faults: same.length }] as const),
    ),
  );
  const evidence = evidenceOf(context, dead);
  return {
    vault: vault.name,
    at,
    controls: controlsOf(context, dead),
    scenarios: vault.scenarios.map((scenario) => {
      const twin = twinsOf.get(scenario.id);
      return assess({ ...evidence(scenario), ...(twin === undefined ? {} : { twin }) });
    }),
    ...(faults.all.source + faults.all.wire === 0 ? {} : { mutants: mutantsOf(context, faults) }),
    ...(vault.specification === undefined ? {} : { trace: traceReport(vault) }),
  };
}

/** Those that have shown so far that they tell good from bad: it is theirs to notice mutants. */
export function soundOnes(context: Context, dead: Found['dead']): readonly Scenario[] {
  const evidence = evidenceOf(context, dead);
  return context.possible.filter((scenario) => assess(evidence(scenario)).qualified);
}

function evidenceOf({ vault, answers }: Context, dead: Found['dead']): (scenario: Scenario) => Evidence {
  const own = Map.groupBy(answers, ({ scenario }) => scenario);
  return (scenario) => ({
    scenario,
    answers: own.get(scenario.id) ?? [],
    mustFail: vault.controls.bad.filter(
      ({ name, fails }) => !dead.has(name) && isWanted(scenario, fails) && fails.length > 0,
    ),
    sharesInstances: vault.recipe.fresh !== 'scenario',
  });
}

const kinds: readonly ControlReport['kind'][] = ['good', 'equivalent', 'shared', 'null', 'bad'];

function controlsOf({ answers }: Context, dead: ReadonlyMap<string, string>): readonly ControlReport[] {
  const asked = kinds.flatMap((kind) =>
    [...Map.groupBy(of(answers, kind), ({ control }) => control.name)].map(([name, own]) =>
      controlReport(kind, name, own),
    ),
  );
  return [
    ...asked,
    ...[...dead].map(([name, trouble]) => ({ kind: 'bad', name, passed: 0, asked: 0, trouble }) as const),
  ];
}

function controlReport(kind: ControlReport['kind'], name: string, own: readonly Answer[]): ControlReport {
  const scenarios = Map.groupBy(own, ({ scenario }) => scenario);
  const passed = [...scenarios.values()].filter((answers) => answers.every(({ is }) => is === 'pass')).length;
  const trouble = troubleWith(kind, own);
  return { kind, name, passed, asked: scenarios.size, ...(trouble === undefined ? {} : { trouble }) };
}

/** What keeps a control from showing what it is for. */
function troubleWith(kind: ControlReport['kind'], own: readonly Answer[]): string | undefined {
  const dead = own.filter((answer) => answer.dead === true).length;
  if (kind === 'good' && dead > 0) return `it did not start in ${dead} of ${own.length} runs`;
  if (kind !== 'bad') return undefined;
  if (dead === own.length) return 'it does not start, which all scenarios would notice';
  return own.every(({ is }) => is === 'pass') ? 'no scenario fails on it' : undefined;
}

const of = (answers: readonly Answer[], kind: ControlKind): readonly Answer[] =>
  answers.filter(({ control }) => control.kind === kind);

function mutantsOf({ answers, seed }: Context, faults: Faults): MutantsReport {
  const byFault = Map.groupBy(answers, ({ control }) => controlText(control));
  const fates = faults.faults
    .map((fault) => ({ fault, answers: byFault.get(controlText(fault.control)) ?? [] }))
    .filter(({ fault, answers: own }) => wasTried(fault, own));
  const survivors = fates
    .filter(({ answers: own }) => !own.some(noticed))
    .map(({ fault, answers: own }) => survivorOf(fault, own, faults));
  const shareOf = (kind: 'source' | 'wire'): MutantShare => {
    const tried = fates.filter(({ fault }) => (fault.mutant === undefined ? 'wire' : 'source') === kind).length;
    const killed = tried - survivors.filter((survivor) => survivor.kind === kind).length;
    const rate = wilson({ pass: killed, total: tried });
    return { tried, killed, ...(rate === undefined ? {} : { rate }), all: faults.all[kind] };
  };
  const [source, wire] = [shareOf('source'), shareOf('wire')];
  return {
    ...(source.all === 0 ? {} : { source }),
    ...(wire.all === 0 ? {} : { wire }),
    seed,
    survivors,
    gaps: gapsOf(survivors),
    notes: faults.notes,
  };
}

/** Not a fault at the wire that had nothing to change, nor one of which nobody could be asked for our own trouble. */
function wasTried({ mutant }: Fault, own: readonly Answer[]): boolean {
  if (own.length > 0 && own.every(({ is }) => is === 'error')) return false;
  return mutant !== undefined || own.some(({ acted }) => acted === true);
}

function survivorOf({ control, mutant }: Fault, own: readonly Answer[], { instrumented }: Faults): Survivor {
  const reachedBy = own.filter(({ acted }) => acted !== false).map(({ scenario }) => scenario);
  const base = { id: control.name, reachedBy: [...new Set(reachedBy)] };
  if (mutant === undefined) return { kind: 'wire', does: aboutWire(control.name), ...base };
  const excerpt = survivorExcerpt(mutant, instrumented?.sources[mutant.file] ?? '');
  return { kind: 'source', does: whatItDoes(mutant), excerpt, ...base };
}

const aboutWire = (name: string): string =>
  Object.hasOwn(wireMutants, name)
    ? ((wireMutants as { readonly [name: string]: { readonly about: string } })[name]?.about ?? name)
    : name;

function traceReport(vault: Vault): TraceReport {
  const { clausesWithout, assertionsWithout } = traceOf(vault);
  const unbased = Map.groupBy(assertionsWithout, ({ scenario }) => scenario);
  return {
    clauses: vault.specification === undefined ? 0 : promisesOf(vault.specification).length,
    without: clausesWithout.map(({ id, text }) => ({ id, text })),
    unbased: [...unbased].map(([scenario, steps]) => ({ scenario, steps: steps.map(({ step }) => step) })),
  };
}
