import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { openStore } from '../harness/history/store.ts';
import { recordingName } from '../harness/judge/evidence.ts';
import { decodeRecording } from '../harness/judge/recording-codec.ts';
import type { HttpRequest } from '../harness/model/adapter.ts';
import type { RecordedStep } from '../harness/model/recording.ts';
import { withServer } from './server.ts';

/** What one Trial asked of its candidate. */
export type Asked = readonly RecordedStep[];

/** What each Trial of a run in a store asked. */
export function recordedIn(storeDir: string): readonly Asked[] {
  using store = openStore(storeDir);
  const [latest] = store.list({ limit: 1 });
  const found = latest === undefined ? 'none' : store.find(latest.id);
  if (typeof found === 'string') throw new Error('there is no run to read');
  const outcomes = found.value.verdicts.flatMap((verdict) => verdict.outcomes);
  return outcomes.map(({ trial }) => {
    const bytes = store.read(found.record.id, recordingName(trial));
    const recording = bytes && decodeRecording(bytes);
    if (recording === undefined) throw new Error('a trial has no recording');
    return recording.steps;
  });
}

/**
 * What of a run is the candidate's own: an instance bare for each Trial, as many at a time, its requests one after another,
 * and the waits for what takes time to become so. @returns milliseconds.
 */
export async function timeOfCandidate(
  dir: string,
  env: NodeJS.ProcessEnv,
  trials: readonly Asked[],
  lanes: number,
): Promise<number> {
  const left = [...trials];
  const started = performance.now();
  const loop = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const asked = next;
      await withServer(dir, env, async (port) => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        for (const step of asked) {
          if (step.attempts > 1) await new Promise((resolve) => setTimeout(resolve, step.ms));
          else if (step.action.kind === 'http') await send(step.action, port, agent);
          // Looking at a file is the judge's own.
          else if (step.action.kind !== 'file')
            throw new Error(`a step of kind ${step.action.kind} is not the floor's to repeat`);
        }
        agent.destroy();
      });
    }
  };
  const loops = await Promise.allSettled(Array.from({ length: lanes }, loop));
  for (const result of loops) if (result.status === 'rejected') throw result.reason;
  return performance.now() - started;
}

async function send({ method, target, headers, content }: HttpRequest, port: number, agent: Agent): Promise<void> {
  const type = content?.is === 'text' ? { 'content-type': content.type } : {};
  const asked = request({
    host: '127.0.0.1',
    port,
    agent,
    method,
    path: target,
    headers: { ...type, ...Object.fromEntries(headers) },
  });
  asked.end(content?.is === 'text' ? content.text : undefined);
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
}
