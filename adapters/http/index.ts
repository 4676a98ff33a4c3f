import type { Adapter, AdapterSession, HttpRequest, Pairs, TrialContext } from '../../harness/model/adapter.ts';
import type { Cell } from '../../harness/model/cell.ts';
import { fixedLimits } from '../../harness/model/limits.ts';
import type { Observation, Seen } from '../../harness/model/observation.ts';
import { interrupted, unlessAborted } from '../aborted.ts';
import { beginning, bytes, seconds } from '../text.ts';
import { unseen } from '../unseen.ts';
import { decoded, jsonOf, textOf } from './body.ts';
import { type CookieJar, cookieJar } from './cookies.ts';
import { type Connection, warm } from './exchange.ts';
import { Agent } from './node-http.ts';
import { headersFor, loadContent } from './request.ts';
import { replay } from './replay.ts';
import { requestTarget } from './target.ts';
import { type Travelled, travel } from './travel.ts';

export { warm };

/** Asks the candidate over HTTP/1.1. One kept connection per Trial, one cookie jar per identity. */
export const http: Adapter<HttpRequest> = { kind: 'http', open };

function open(trial: TrialContext): AdapterSession<HttpRequest> {
  const agent = agentInto(trial.cell);
  const closed = new AbortController();
  const jars = new Map<string, CookieJar>();
  let asking = 0;
  return {
    async act(action, as, signal) {
      if (trial.url === undefined) return unseen('http', 'the candidate is not a server');
      if (asking >= fixedLimits.connections) return tooManyAtOnce;
      const { origin, hostname } = new URL(trial.url);
      const jar = jars.get(as) ?? cookieJar(hostname);
      jars.set(as, jar);
      const connection = { origin, agent, limits: trial.limits };
      asking += 1;
      try {
        return await act(action, { trial, connection, jar }, AbortSignal.any([signal, closed.signal]));
      } finally {
        asking -= 1;
      }
    },
    [Symbol.asyncDispose]() {
      // With a reason: Node would make an exception, and trace its stack, for want of one.
      closed.abort('over');
      agent.destroy();
      return Promise.resolve();
    },
  };
}

/** Keeps connections, to who listens in the Cell. */
function agentInto(cell: Cell): InstanceType<typeof Agent> {
  const agent = new Agent({ keepAlive: true, maxTotalSockets: fixedLimits.connections });
  agent.createConnection = ({ host, port }, done) => {
    const to = { host: host === '::1' ? host : '127.0.0.1', port: Number(port) } as const;
    cell.connect(to).then(
      (socket) => done?.(null, socket),
      (error: Error) => done?.(error, undefined as never),
    );
    return undefined;
  };
  return agent;
}

interface Means {
  readonly trial: TrialContext;
  readonly connection: Connection;
  readonly jar: CookieJar;
}

async function act(action: HttpRequest, { trial, connection, jar }: Means, over: AbortSignal): Promise<Observation> {
  await warm();
  const target = requestTarget(action.target, connection.origin);
  if (target === undefined) return unseen('http', `${beginning(action.target)} is not a path on the candidate`);
  const content = (await unlessAborted(over, () => loadContent(action.content, trial))) ?? interrupted;
  if (typeof content === 'string') return unseen('http', content);

  // Held until the answer is here: a deadline for all of it, whatever drips meanwhile.
  const timeout = Math.min(action.timeout, trial.limits.step);
  const deadline = AbortSignal.timeout(timeout);
  const began = performance.now();
  const headers = headersFor(action, content.type);
  const first = { method: action.method, target, headers, ...(content.body !== undefined && { body: content.body }) };
  const travelled = await travel(first, action.redirects, connection, jar, AbortSignal.any([over, deadline]));
  const ms = Math.round(performance.now() - began);

  const seen =
    deadline.aborted && travelled.answer.is === 'nothing'
      ? tooSlow(timeout)
      : await observe(travelled, ms, connection.limits.response);
  const line = replay(action, connection.origin + target, travelled.asked.headers);
  return line === undefined ? seen : { ...seen, replay: line };
}

/** No candidate can bring this about, since steps ask one after another. */
const tooManyAtOnce: Observation = {
  ...unseen('http', `${fixedLimits.connections} requests are under way already`),
  limit: 'connections',
};

function tooSlow(timeout: number): Observation {
  const how = `no complete answer within ${seconds(timeout)}`;
  return { ...unseen('http', how), reached: { limit: 'step', how } };
}

async function observe({ answer, note, tooMany }: Travelled, ms: number, limit: number): Promise<Observation> {
  if (answer.is === 'nothing') return { ...unseen('http', answer.why), ...(answer.limit && { limit: answer.limit }) };
  const body = await decoded(answer.body, answer.headers, limit);
  if (body === 'too-large')
    return { ...unseen('http', `the answer is larger than ${bytes(limit)} once it is unpacked`), limit: 'response' };
  return {
    fields: {
      status: { is: 'status', value: answer.status },
      headers: { is: 'headers', pairs: answer.headers },
      ...contentOf(body, answer.headers),
      ms: { is: 'number', value: ms },
    },
    ...(note !== undefined && { note }),
    ...(tooMany === true && note !== undefined && { reached: { limit: 'redirects', how: note } }),
  };
}

function contentOf(body: Buffer | 'damaged', headers: Pairs): { body: Seen; text: Seen } {
  if (body === 'damaged') {
    const damaged: Seen = { is: 'missing', why: 'the body is not what its content-encoding says' };
    return { body: damaged, text: damaged };
  }
  const text = textOf(body, headers);
  return { body: jsonOf(text), text: { is: 'text', text } };
}
