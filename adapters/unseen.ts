import { type FilledAction, fields } from '../harness/model/adapter.ts';
import type { Observation, Seen } from '../harness/model/observation.ts';

/** The Observation of an act that came to nothing: every field of its kind is missing for the same reason. */
export function unseen(kind: FilledAction['kind'], why: string): Observation {
  const nothing: Seen = { is: 'missing', why };
  return { fields: Object.fromEntries(fields[kind].map((field) => [field, nothing])), note: why };
}
