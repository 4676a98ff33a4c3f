import type { Observation, Seen, Stopped } from '../model/observation.ts';
import { unreachable } from '../model/problem.ts';
import type { RecordedStep, Recording } from '../model/recording.ts';
import type { ReportStep, ReportTrial } from '../model/report.ts';
import type { Outcome } from '../model/trial.ts';
import { actionLines } from './action-lines.ts';
import type { Mask } from './evidence.ts';

/** Characters shown of what was done, and of one field of what was seen. */
const mostText = 2_000;
/** Characters shown of all that one step saw. */
const mostSeen = 6_000;

/** What one Trial did and saw, as its owner reads it. @param ms its wall time. */
export function reportTrial(recording: Recording, { trial, is }: Outcome, ms: number, mask: Mask): ReportTrial {
  return {
    row: trial.row + 1,
    repeat: trial.repeat + 1,
    ...(trial.confirm !== undefined && { confirms: true }),
    is,
    ms,
    steps: recording.steps.map((step) => reportStep(step, mask)),
  };
}

function reportStep({ name, action, seen, attempts, ms, met }: RecordedStep, mask: Mask): ReportStep {
  const last = seen.at(-1);
  return {
    name: mask(name),
    kind: action.kind,
    action: mask(cut(actionLines(action), mostText)),
    seen: last === undefined ? [] : bounded(factsOf(last)).map(([field, text]) => [mask(field), mask(text)]),
    attempts,
    ms,
    met,
    ...(last?.replay !== undefined && { replay: mask(last.replay) }),
  };
}

type Facts = readonly (readonly [field: string, text: string])[];

/** What was seen at last: by then the step was met, or given up. */
function factsOf({ fields, note, limit, stopped }: Observation): Facts {
  const seen = Object.entries(fields);
  const reasons = new Set(seen.map(([, one]) => (one.is === 'missing' ? one.why : undefined)));
  const [nothing] = reasons.size === 1 ? reasons : [];
  const shown: Facts = seen.filter(([name]) => !isTold(name, fields)).map(([name, one]) => [name, textOf(one)]);
  return [
    ...(nothing === undefined ? shown : fact('nothing', nothing)),
    ...fact('stopped', stopped && stoppedText(stopped)),
    ...fact('note', note === nothing ? undefined : note),
    ...fact('limit', limit),
  ];
}

const fact = (name: string, text: string | undefined): Facts => (text === undefined ? [] : [[name, text]]);

const stoppedText = ({ act, expected, received, note }: Stopped): string =>
  `at act ${act + 1}: expected ${expected}, received ${received}${note === undefined ? '' : `; ${note}`}`;

/** An answer's text is its body once more. */
function isTold(name: string, { body, text }: Observation['fields']): boolean {
  return name === 'text' && body?.is === 'json' && text?.is === 'text' && body.source === text.text;
}

function textOf(seen: Seen): string {
  switch (seen.is) {
    case 'text':
      return seen.text;
    case 'json':
      return seen.source;
    case 'number':
    case 'boolean':
    case 'status':
      return String(seen.value);
    case 'headers':
      return seen.pairs.map(([name, value]) => `${name}: ${value}`).join('\n');
    case 'missing':
      return `nothing: ${seen.why}`;
    default:
      return unreachable(seen);
  }
}

function bounded(facts: Facts): Facts {
  let room = mostSeen;
  return facts.flatMap(([field, text]) => {
    if (room <= 0) return [];
    const shown = cut(text, Math.min(mostText, room));
    room -= shown.length;
    return [[field, shown] as const];
  });
}

/** With an ellipsis where something is missing, by which the mask knows what may be half a secret. */
const cut = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);
