import { http } from '../../adapters/http/index.ts';
import type { HttpRequest } from '../../harness/model/adapter.ts';
import type { Wire } from '../../harness/model/wire.ts';
import type { Observation } from '../../harness/model/observation.ts';
import { withWire, type WiredCell } from '../../harness/qualify/wire/with-wire.ts';
import { emptyCell, trialContext } from './trial.ts';

/** A Wire that finds nothing to change in what these tests send, unless it is a 201. */
export const idleWire: Wire = { kind: 'mutant', name: 'created-as-ok', seed: '' };

/** What the judge is led to, in place of who listens at `url`. */
export const wired = ({ url }: { readonly url: string }, wire: Wire): WiredCell => withWire(emptyCell, url, wire);

/** Writes the bytes of a request and reads until the connection ends. */
export async function exchangeRaw(cell: WiredCell, request: string): Promise<string> {
  const socket = await cell.connect({ host: '127.0.0.1', port: Number(new URL(cell.url).port) });
  socket.write(request, 'latin1');
  return Buffer.concat(await socket.toArray()).toString('latin1');
}

/** One request in short: `['POST', '/notes', { a: 1 }, 'Bearer x']`. */
export type Short = readonly [method: string, target: string, content?: object | undefined, authorization?: string];

/** The http steps of one Trial, in turn, with the adapter of real ones. */
export async function act(cell: WiredCell, ...requests: readonly Short[]): Promise<readonly string[]> {
  await using session = http.open(trialContext({ cell, url: cell.url }));
  const told: string[] = [];
  for (const request of requests)
    told.push(tell(await session.act(filled(request), 'default', AbortSignal.timeout(10_000))));
  return told;
}

function filled([method, target, content, authorization]: Short): HttpRequest {
  return {
    kind: 'http',
    method,
    target,
    headers: authorization === undefined ? [] : [['Authorization', authorization]],
    redirects: 0,
    timeout: 5_000,
    ...(content && { content: { is: 'text', type: 'application/json', text: JSON.stringify(content) } }),
  };
}

/** `200 {"a":1}`, or why nothing was seen. */
function tell({ fields: { status, text } }: Observation): string {
  if (status?.is !== 'status') return status?.is === 'missing' ? status.why : 'no status';
  return `${status.value} ${text?.is === 'text' ? text.text : ''}`.trim();
}
