import { masker } from '../gate/mask.ts';
import type { Lanes } from '../judge/lanes.ts';
import { trialSeed } from '../judge/plan.ts';
import { LANE_GRACE_MS, type OneEnded, runOne, startMs, trialKey } from '../judge/run-trials.ts';
import { withConfigured } from '../judge/secrets.ts';
import type { Afterwards, Place } from '../judge/task.ts';
import type { Event } from '../model/event.ts';
import type { Tried } from '../model/qualification.ts';
import type { Scenario } from '../model/scenario.ts';
import type { Outcome, TrialId } from '../model/trial.ts';
import { type Answer, type ControlId, controlText } from './answer.ts';
import { whyNot } from './why.ts';

/** One scenario, with all its rows, held against one control. */
interface Question {
  readonly control: ControlId;
  readonly scenario: Scenario;
  /** 0 unless stated. */
  readonly repeat?: number;
  /** Where, when that is not the Build as it is. */
  readonly place?: Place;
  /** `nothing` unless stated. */
  readonly afterwards?: Afterwards;
  /** A file of the Cell that is read after each row. */
  readonly collect?: string;
}

/** An Answer, and what was read of the files that were to be collected. */
export type Asked = Answer & { readonly collected: readonly string[] };

/** Lanes for one Build, to ask questions of. What was asked before is answered from memory. */
export interface Rig extends AsyncDisposable {
  readonly place: Place;
  /** Never rejects for what a candidate does. Rows after the first that doesn't pass are not tried. */
  ask(question: Question): Promise<Asked>;
  /** All of them one after another in one instance, an Answer for each. What is asked twice has other data the second time. */
  askInOrder(control: ControlId, scenarios: readonly Scenario[], place: Place): Promise<readonly Answer[]>;
  /** Does as many at once as there are lanes, begun in order; none any more after an interrupt. */
  each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void>;
}

export interface RigSpec {
  readonly openLanes: () => Promise<Lanes>;
  readonly count: number;
  readonly place: Place;
  /** What data is drawn from. */
  readonly seed: string;
  /** What an earlier judge found out on the same Build. */
  readonly known: readonly Tried[];
  readonly keep: (tried: Tried) => void;
  readonly emit: (event: Event) => void;
  readonly signal: AbortSignal;
}

export function makeRig({ openLanes, count, place: usual, seed, known, keep, emit, signal }: RigSpec): Rig {
  let opened: Promise<Lanes> | undefined;
  const lanesOf = (): Promise<Lanes> => (opened ??= openLanes());
  const end = async (): Promise<void> => (await opened)?.[Symbol.asyncDispose]();
  const interrupted = (): void => void end();
  signal.addEventListener('abort', interrupted);
  const before = new Map(known.map((tried) => [keyOf(tried.control, tried.outcome.trial), tried]));
  const tell = (control: ControlId, scenario: Scenario, { outcome }: Pick<Tried, 'outcome'>): void =>
    emit({ is: 'tried', control: controlText(control), name: scenario.name, outcome: outcome.is });

  /** One row; nothing when it was interrupted. */
  const tryRow = async (question: Question, row: number): Promise<Tried | undefined> => {
    const { control, scenario, repeat = 0, place = usual, afterwards = 'nothing', collect } = question;
    const trial = { scenario: scenario.id, row, repeat };
    const name = nameOf(control, scenario, place);
    const remembered = before.get(keyOf(name, trial));
    if (remembered !== undefined) return remembered;
    if (signal.aborted) return undefined;
    const how = {
      lanes: await lanesOf(),
      place,
      afterwards,
      emit,
      signal,
      ...(collect === undefined ? {} : { collect }),
    };
    const planned = { id: trial, scenario, seed: trialSeed(seed, trial) };
    const first = await runOne(how, planned);
    // What is good starts. When it didn't once, the machine may have been too busy.
    const again = isGood(control) && isDead(first.outcome) && !signal.aborted;
    const ended = again ? await runOne(how, planned) : first;
    if (signal.aborted) return undefined;
    const tried = triedOf(name, ended, place);
    // An error is ours, and says nothing that would be worth remembering; nor does what is good and didn't start.
    if (tried.outcome.is !== 'error' && !(isGood(control) && isDead(tried.outcome))) {
      before.set(keyOf(name, trial), tried);
      keep(tried);
    }
    return tried;
  };

  return {
    place: usual,
    async ask(question) {
      const rows: Tried[] = [];
      for (const row of question.scenario.rows.keys()) {
        const tried = await tryRow(question, row);
        if (tried === undefined) break;
        rows.push(tried);
        tell(question.control, question.scenario, tried);
        // Of an impossible one each row may be the one that passes.
        if (tried.outcome.is !== 'pass' && !question.scenario.impossible) break;
      }
      return answerOf(question, rows);
    },
    async askInOrder(control, scenarios, place) {
      const occurrences = scenarios.map((scenario, index) => ({
        scenario,
        repeat: scenarios.slice(0, index).filter(({ id }) => id === scenario.id).length,
      }));
      const trials = occurrences.flatMap(({ scenario, repeat }) =>
        [...scenario.rows.keys()].map((row) => {
          const trial = { scenario: scenario.id, row, repeat };
          return { trial, scenario, seed: trialSeed(seed, trial) };
        }),
      );
      const ms = trials.reduce((sum, { scenario }) => sum + Math.min(scenario.timeout, place.limits.trial), 0);
      if (signal.aborted) return [];
      const lanes = await lanesOf();
      const answer = await lanes.run({ is: 'sequence', place, trials }, ms + startMs(place.recipe) + LANE_GRACE_MS);
      const outcomes = typeof answer === 'object' && answer.is === 'outcomes' ? answer.outcomes : [];
      return occurrences.map(({ scenario, repeat }) => {
        const own = outcomes.filter(({ trial }) => trial.scenario === scenario.id && trial.repeat === repeat);
        const tried = own.map((outcome) => triedOf(controlText(control), { outcome, ms: 0 }, place));
        tried.forEach((each) => tell(control, scenario, each));
        return answerOf({ control, scenario, repeat }, tried);
      });
    },
    async each(items, work) {
      const open = items.values();
      const lane = async (): Promise<void> => {
        for (const item of open) if (!signal.aborted) await work(item);
      };
      await Promise.all(Array.from({ length: Math.min(count, items.length) }, lane));
    },
    [Symbol.asyncDispose]() {
      signal.removeEventListener('abort', interrupted);
      return end();
    },
  };
}

/** By what an Answer is remembered: what the wire leaves open is drawn, and another draw is another fault. */
function nameOf(control: ControlId, { digest }: Scenario, { wire }: Place): string {
  const drawn = wire?.kind === 'mutant' ? `#${wire.seed}` : '';
  return `${controlText(control)}${drawn}@${digest}`;
}

const isGood = ({ kind }: ControlId): boolean => kind === 'good' || kind === 'equivalent';

const isDead = ({ reason }: Outcome): boolean => reason.word === 'start';

const keyOf = (name: string, trial: TrialId): string => `${name}\0${trialKey(trial)}`;

/** What is kept of a Trial: nothing that has to be kept from anyone. */
function triedOf(control: string, ended: OneEnded, { recipe }: Place): Tried {
  const { secrets, ...outcome } = withConfigured(ended.outcome, recipe);
  const mask = masker(secrets);
  const note = { ...(ended.acted === undefined ? {} : { acted: ended.acted }), collected: ended.collected ?? '' };
  const { reason } = outcome;
  const why = outcome.is === 'pass' ? '' : mask(whyNot({ ...outcome, secrets }));
  return {
    control,
    outcome: {
      trial: outcome.trial,
      is: outcome.is,
      reason: { word: reason.word, detail: why },
      failures: [],
      afterFailures: [],
      secrets: [],
    },
    ms: ended.ms,
    note: JSON.stringify(note),
  };
}

/** Folds rows: the first that doesn't pass says what it came to. No row at all: it was interrupted, or no lane answered. */
function answerOf({ control, scenario, repeat = 0 }: Question, rows: readonly Tried[]): Asked {
  const notes = rows.map(
    ({ note = '{}' }) => JSON.parse(note) as { readonly acted?: boolean; readonly collected?: string },
  );
  const acted = notes.flatMap((note) => note.acted ?? []);
  const passed = scenario.impossible ? rows.find(({ outcome }) => outcome.is === 'pass') : undefined;
  const last = (passed ?? rows.at(-1))?.outcome;
  const is = last === undefined ? 'error' : last.is === 'skip' ? 'error' : last.is;
  return {
    ...{
      control,
      scenario: scenario.id,
      repeat,
      is,
      why: last === undefined ? 'no lane answered' : (last.reason.detail ?? ''),
    },
    ...(last?.reason.word === 'start' ? { dead: true } : {}),
    ms: rows.reduce((sum, { ms }) => sum + ms, 0),
    ...(acted.length === 0 ? {} : { acted: acted.includes(true) }),
    collected: notes.flatMap(({ collected = '' }) => (collected === '' ? [] : [collected])),
  };
}
