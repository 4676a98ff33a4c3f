import { isDeepStrictEqual } from 'node:util';
import type { AdapterSession, FilledAction } from '../model/adapter.ts';
import type { Observation, Seen } from '../model/observation.ts';
import type { Recording, RecordedStep, SeenTimes } from '../model/recording.ts';
import { unreachable } from '../model/problem.ts';
import { digestOf } from '../vault/digest.ts';
import { type EvidenceFile, recordingName } from './evidence.ts';
import { encodeStep, packRecording, recordingLimit } from './recording-codec.ts';
import type { ActingStep, StepWatcher } from './step.ts';
import type { Time } from './time.ts';

/** Notes down what one Trial does and sees. */
export interface Recorder extends StepWatcher {
  /** The session, listened to. */
  watched(session: AdapterSession): AdapterSession;
  /** All that was noted, as a file to be kept beside the Run. */
  file(head: Omit<Recording, 'version' | 'steps' | 'cut'>): EvidenceFile;
}

/** Bytes of one Observation's fields together. */
const observationLimit = 256 * 1024;
/** Observations of one step: the first half and the last half of them. */
const mostSeen = 64;

/** Why a field is missing that was there: it can't be judged again. */
export const tooLarge = `it is too large to be kept: with it there is more than ${observationLimit / 1024} KiB`;

interface Open {
  readonly step: ActingStep;
  readonly place: string;
  readonly began: number;
  acted?: { readonly action: FilledAction; readonly as: string };
  readonly seen: { readonly observation: Observation; times: SeenTimes }[];
  leftOut: number;
  attempts: number;
}

export function recorder(time: Time): Recorder {
  const steps: string[] = [];
  let bytes = 0;
  let cut = false;
  let open: Open | undefined;

  const note = (whole: Observation): void => {
    if (open === undefined) return;
    open.attempts += 1;
    const at = Math.round(time.now() - open.began);
    const observation = bounded(whole);
    const last = open.seen.at(-1);
    if (last !== undefined && isDeepStrictEqual(last.observation, observation)) {
      last.times = { ...last.times, last: at, count: last.times.count + 1 };
      return;
    }
    open.seen.push({ observation, times: { first: at, last: at, count: 1 } });
    if (open.seen.length <= mostSeen) return;
    const [middle] = open.seen.splice(mostSeen / 2, 1);
    open.leftOut += middle?.times.count ?? 0;
  };

  return {
    begins(step, place) {
      open = cut ? undefined : { step, place, began: time.now(), seen: [], leftOut: 0, attempts: 0 };
    },
    ends(met) {
      const text = open?.acted === undefined ? undefined : encodeStep(recorded(open, open.acted, time.now(), met));
      open = undefined;
      if (text === undefined) return;
      bytes += Buffer.byteLength(text);
      if (bytes > recordingLimit) cut = true;
      else steps.push(text);
    },
    watched(session) {
      const { look } = session;
      return {
        ...session,
        async act(action, as, signal) {
          const seen = await session.act(action, as, signal);
          if (open !== undefined) open.acted = { action, as };
          note(seen);
          return seen;
        },
        ...(look && {
          async look(as: string, signal: AbortSignal) {
            const seen = await look(as, signal);
            note(seen);
            return seen;
          },
        }),
      };
    },
    file: (head) => ({
      name: recordingName(head.trial),
      bytes: packRecording({ version: 1, ...head, ...(cut && { cut }) }, steps),
    }),
  };
}

function recorded(
  { step, place, began, seen, leftOut, attempts }: Open,
  { action, as }: NonNullable<Open['acted']>,
  now: number,
  met: boolean,
): RecordedStep {
  return {
    place,
    name: step.name,
    as,
    action,
    seen: seen.map(({ observation }) => observation),
    times: seen.map(({ times }) => times),
    ...(leftOut > 0 && { leftOut }),
    attempts,
    // Not less than it was: what a step had time for, it has time for again.
    ms: Math.ceil(now - began),
    met,
  };
}

/** The largest fields are the first to go. */
function bounded(observation: Observation): Observation {
  const sizes = Object.entries(observation.fields).map(([name, seen]) => ({ name, size: sizeOf(seen) }));
  let total = sizes.reduce((sum, { size }) => sum + size, 0);
  if (total <= observationLimit) return observation;
  const gone = new Set<string>();
  for (const { name, size } of sizes.toSorted((a, b) => b.size - a.size)) {
    if (total <= observationLimit) break;
    gone.add(name);
    total -= size;
  }
  const fields = Object.entries(observation.fields).map(([name, seen]): [string, Seen] => [
    name,
    gone.has(name) ? { is: 'missing', why: tooLarge } : seen,
  ]);
  return { ...observation, fields: Object.fromEntries(fields) };
}

/** Bytes of what it holds of the candidate's. */
function sizeOf(seen: Seen): number {
  switch (seen.is) {
    case 'text':
      return Buffer.byteLength(seen.text);
    case 'json':
      return Buffer.byteLength(seen.source);
    case 'headers':
      return seen.pairs.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
    case 'missing':
      return Buffer.byteLength(seen.why);
    case 'number':
    case 'boolean':
    case 'status':
      return 8;
    default:
      return unreachable(seen);
  }
}

/** What tells the files that a Trial started with from others. */
export const filesDigest = (files: readonly { readonly path: string; readonly text: string }[]): string =>
  digestOf(files);
