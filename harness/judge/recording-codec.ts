import { gunzipSync, gzipSync } from 'node:zlib';
import type { DbQuery, FilledAction } from '../model/adapter.ts';
import type { Observation, Seen } from '../model/observation.ts';
import type { RecordedStep, Recording } from '../model/recording.ts';
import { ExactNumber } from '../model/value.ts';

/** Bytes of a Recording before it is compressed. */
export const recordingLimit = 4 * 1024 * 1024;

/** Bytes of what stands around the steps, at most: ids, paths, one line. */
const HEAD_BYTES = 64 * 1024;

/** One step as JSON. Plain data but for the numbers of a query, which keep their digits. */
export const encodeStep = (step: RecordedStep): string => JSON.stringify(step);

/** A Recording as gzipped JSON, from its steps as `encodeStep` made them. */
export function packRecording(head: Omit<Recording, 'steps'>, steps: readonly string[]): Uint8Array {
  const text = `${JSON.stringify(head).slice(0, -1)},"steps":[${steps.join(',')}]}`;
  // The quickest level: a Trial waits for it, and its files are a few hundredths larger.
  return gzipSync(text, { level: 1 });
}

export function encodeRecording({ steps, ...head }: Recording): Uint8Array {
  return packRecording(head, steps.map(encodeStep));
}

/** What `encodeRecording` was given; nothing for bytes that it did not make, or that another Holdout made. */
export function decodeRecording(bytes: Uint8Array): Recording | undefined {
  try {
    const text = gunzipSync(bytes, { maxOutputLength: recordingLimit + HEAD_BYTES }).toString('utf8');
    const recording = JSON.parse(text) as Recording;
    return recording.version === 1 ? { ...recording, steps: recording.steps.map(decodeStep) } : undefined;
  } catch {
    return undefined;
  }
}

const decodeStep = (step: RecordedStep): RecordedStep => ({
  ...step,
  action: decodeAction(step.action),
  seen: step.seen.map(decodeObservation),
});

const decodeAction = (action: FilledAction): FilledAction =>
  action.kind === 'db' ? { ...action, params: action.params.map(decodeParam) } : action;

const decodeParam = (param: DbQuery['params'][number]): DbQuery['params'][number] =>
  typeof param === 'object' && param !== null ? new ExactNumber(param.digits) : param;

function decodeObservation(seen: Observation): Observation {
  const fields = Object.entries(seen.fields).map(([name, field]) => [name, decodeSeen(field)] as const);
  return { ...seen, fields: Object.fromEntries(fields) };
}

/** JSON has no word for a number that is none. */
const decodeSeen = (seen: Seen): Seen =>
  seen.is === 'number' && typeof seen.value !== 'number' ? { is: 'number', value: Number.NaN } : seen;
