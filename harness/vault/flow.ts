import { type Flow, withFlows } from '../model/scenario.ts';
import type { Value } from '../model/value.ts';
import { readDocument } from './document.ts';
import { flowLimits, type FoundFlow, type Flows } from './flows.ts';
import { lintFlow } from './lint/flow.ts';
import { type Reading, sourcesOf } from './reading.ts';
import { checkShape } from './schema.ts';
import type { Source } from './source.ts';
import { decodeStep } from './step.ts';
import { entriesOf, fixedTexts, itemsOf, valueAt } from './values.ts';

export interface FlowBook extends Flows {
  /** Reads those that nobody asked for, too. @returns all of them, in the order of the files. */
  readAll(): readonly FlowReading[];
}

interface FlowReading {
  readonly reading: Reading;
  /** Nothing when the file isn't even YAML. */
  readonly root?: Value;
}

/** The flows of a vault. Each is read once, and not before those that use it ask for it. */
export function flowBook(sources: readonly Source[]): FlowBook {
  const files = new Map(sources.map((source) => [flowId(source.file), source]));
  const known = new Map<string, FlowReading & { readonly found: FoundFlow }>();
  const open: string[] = [];
  const find = (id: string): FoundFlow => {
    const seen = known.get(id);
    if (seen !== undefined) return seen.found;
    const source = files.get(id);
    if (source === undefined) return { is: 'unknown' };
    if (open.includes(id)) return { is: 'circular', through: [...open.slice(open.indexOf(id)), id] };
    if (open.length >= flowLimits.depth)
      return { is: 'too-large', why: `flows are nested more than ${flowLimits.depth} deep here` };
    open.push(id);
    const read = readFlow(source, { ids: [...files.keys()], find });
    open.pop();
    known.set(id, read);
    return read.found;
  };
  return {
    ids: [...files.keys()],
    find,
    readAll() {
      for (const id of files.keys()) find(id);
      return [...files.keys()].flatMap((id) => known.get(id) ?? []);
    },
  };
}

/** `log-in` of `flows/log-in.yaml`. */
const flowId = (file: string): string => file.replace(/^flows\//, '').replace(/\.ya?ml$/, '');

function readFlow(source: Source, flows: Flows): FlowReading & { readonly found: FoundFlow } {
  const { reading, root } = readDocument(source, { templates: true, flows });
  if (root === undefined) return { reading, found: { is: 'broken' } };
  checkShape(reading, root, 'flow');
  const flow: Flow = {
    id: flowId(source.file),
    params: fixedTexts(reading, valueAt(root, 'params')),
    steps: itemsOf(valueAt(root, 'steps')).flatMap((step) => decodeStep(reading, step) ?? []),
    returns: entriesOf(valueAt(root, 'returns')),
  };
  lintFlow(reading, root, flow);
  if (reading.problems.some(({ severity }) => severity === 'error')) return { reading, root, found: { is: 'broken' } };
  if (withFlows(flow.steps).length > flowLimits.steps) {
    const why = `the flow "${flow.id}" comes to more than ${flowLimits.steps} steps with the flows that it uses`;
    return { reading, root, found: { is: 'too-large', why } };
  }
  return { reading, root, found: { is: 'flow', flow, sources: sourcesOf(reading) } };
}
