import { isDeepStrictEqual } from 'node:util';
import type { AdapterSession, FilledAction } from '../model/adapter.ts';
import type { Cell } from '../model/cell.ts';
import type { Observation } from '../model/observation.ts';
import type { RecordedStep, Recording } from '../model/recording.ts';
import { filesDigest, tooLarge } from './recorder.ts';
import type { Adapters } from './sessions.ts';
import type { ActingStep, StepWatcher } from './step.ts';
import type { Time } from './time.ts';

/** The two parts of a Trial: `before` with `steps`, and `after`. A step's place begins with its part. */
export type Part = 'steps' | 'after';

/** Stands in for a candidate and its Cell with what was recorded of them. */
export interface Player extends StepWatcher {
  readonly adapters: Adapters;
  readonly cell: Cell;
  /** Goes by what was recorded; nothing is waited for. */
  readonly time: Time;
  /** Why no more can be told, in one line, when the scenario does what it did not do then, or needs what nobody saw. */
  stuck(): string | undefined;
  /** Whether the part ended where it ended then, with nothing seen that was not seen again. */
  endedAsThen(part: Part): boolean;
  /** Milliseconds that `before` and `steps` took, waiting included. */
  took(): number;
  /** The same Recording, its steps as they are called and came out now, as far as they were come to. */
  recording(): Recording;
}

interface Playing {
  readonly step: ActingStep;
  readonly place: string;
  /** `step 3 ("log in")` */
  readonly label: string;
  readonly began: number;
  readonly recorded: RecordedStep | undefined;
  calls: number;
}

export function player(recording: Recording): Player {
  const byPlace = new Map(recording.steps.map((step) => [step.place, step]));
  const played = new Map<string, RecordedStep>();
  const reached: { [part in Part]?: Playing } = {};
  const end = new AbortController();
  let clock = 0;
  let mainEnded = 0;
  let playing: Playing | undefined;
  let why: string | undefined;

  /** What comes then means nothing, and comes to an end at once. */
  const stick = (reason: string): Observation => {
    why ??= reason;
    end.abort();
    return { fields: {}, note: why };
  };
  const next = (): Observation => {
    if (playing?.recorded === undefined || why !== undefined) return stick('it was not recorded');
    const { recorded, label, began, step } = playing;
    const found = attemptOf(recorded, playing.calls++);
    if (found === 'over') return stick(`${label} is not met by what was seen then, and nobody looked for longer`);
    if (found === 'left-out') return stick(`${label} was seen changing more often than was kept`);
    clock = Math.min(began + found.latest, Math.max(began + found.earliest, clock));
    if (asksForTooMuch(step, found.seen)) return stick(`${label} saw more then than could be kept`);
    return found.seen;
  };
  const session: AdapterSession = {
    act(action, as) {
      if (playing === undefined || why !== undefined) return Promise.resolve(stick('it was not recorded'));
      const { recorded, label, place } = playing;
      if (recorded === undefined) return Promise.resolve(stick(`${label} was never come to then`));
      const other = difference(recorded, action, as);
      if (other !== undefined) return Promise.resolve(stick(`${label} ${other}`));
      reached[partOf(place)] = playing;
      return Promise.resolve(next());
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  const opens = <K extends FilledAction['kind']>(kind: K, own: AdapterSession = session) => ({ kind, open: () => own });

  return {
    adapters: {
      http: opens('http'),
      run: opens('run'),
      file: opens('file'),
      db: opens('db'),
      // The one kind that is looked at again without acting.
      browser: opens('browser', { ...session, look: () => Promise.resolve(next()) }),
    },
    cell: {
      ...emptyCell,
      appDir: recording.app.dir,
      workDir: () => Promise.resolve({ ok: true, value: recording.workDir }),
      write(files) {
        if (filesDigest(files) !== recording.files) stick('it starts with other files now');
        return Promise.resolve({ ok: true, value: undefined });
      },
    },
    time: {
      now: () => clock,
      pause(ms) {
        clock += ms;
        return Promise.resolve();
      },
      over: () => end.signal,
    },
    begins(step, place) {
      playing = { step, place, label: labelOf(place, step), began: clock, recorded: byPlace.get(place), calls: 0 };
    },
    ends(met) {
      if (playing?.recorded === undefined) return;
      const { place, recorded, step } = playing;
      played.set(place, { ...recorded, name: step.name, met });
      if (partOf(place) === 'steps') mainEnded = clock;
    },
    stuck: () => why,
    endedAsThen(part) {
      const last = reached[part];
      const then = recording.steps.findLast(({ place }) => partOf(place) === part);
      return last !== undefined && last.place === then?.place && last.calls === then.attempts;
    },
    took: () => mainEnded,
    recording: () => ({ ...recording, steps: recording.steps.map((step) => played.get(step.place) ?? step) }),
  };
}

const partOf = (place: string): Part => (place.startsWith('after') ? 'after' : 'steps');

/** By its number among the scenario's own, and, in a flow, by the name it has there. */
function labelOf(place: string, { name }: ActingStep): string {
  const [part, index] = place.split(/[/#]/);
  return `${part === 'after' ? 'after step' : 'step'} ${Number(index) + 1} ("${name}")`;
}

type Attempt =
  /** Not before, and not after, in milliseconds since the step began. */
  { readonly seen: Observation; readonly earliest: number; readonly latest: number } | 'left-out' | 'over';

/** What a step saw at one of its attempts, from 0. */
function attemptOf({ seen, times, leftOut = 0, attempts, ms }: RecordedStep, attempt: number): Attempt {
  if (attempt >= attempts) return 'over';
  let before = 0;
  for (const [index, { first, last, count }] of times.entries()) {
    if (leftOut > 0 && index === seen.length / 2) {
      if (attempt < before + leftOut) return 'left-out';
      before += leftOut;
    }
    const observation = seen[index];
    if (observation !== undefined && attempt < before + count) {
      // After the last one of all the step was given up, or met: its whole time was over.
      if (attempt === attempts - 1) return { seen: observation, earliest: ms, latest: ms };
      const nth = attempt - before;
      return {
        seen: observation,
        earliest: nth === count - 1 ? last : first,
        latest: nth === 0 ? first : last,
      };
    }
    before += count;
  }
  return 'over';
}

/** Does the step look at something that was too large to be kept? */
function asksForTooMuch({ expect, save, eventually }: ActingStep, { fields }: Observation): boolean {
  const asked = [...expect, ...(eventually?.stopIf ?? []), ...save.map(({ from }) => from)];
  return asked.some(({ field }) => {
    const seen = Object.hasOwn(fields, field) ? fields[field] : undefined;
    return seen?.is === 'missing' && seen.why === tooLarge;
  });
}

/** What a step does now that it did not do then, in words; nothing when it does the same. */
function difference(then: RecordedStep, action: FilledAction, as: string): string | undefined {
  if (then.action.kind !== action.kind) return 'is another kind of step now';
  if (then.as !== as) return `is done as "${as}" now`;
  if (then.action.kind === 'browser' && action.kind === 'browser') {
    if (!isDeepStrictEqual(then.action.acts, action.acts)) return others.browser;
    return action.looks && !then.action.looks ? 'looks at the page now, which nobody did then' : undefined;
  }
  return isDeepStrictEqual(then.action, action) ? undefined : others[action.kind];
}

const others: { readonly [kind in FilledAction['kind']]: string } = {
  http: 'sends another request now',
  run: 'runs another command now',
  file: 'looks at another file now',
  browser: 'does something else on the page now',
  db: 'asks the database something else now',
};

const never = (): never => {
  throw new Error('nothing is run when a Trial is regraded');
};

const emptyCell: Omit<Cell, 'appDir' | 'workDir' | 'write'> = {
  limitHit: () => undefined,
  ended: () => false,
  connect: never,
  start: never,
  run: never,
  read: never,
  [Symbol.asyncDispose]: () => Promise.resolve(),
};
