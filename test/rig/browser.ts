import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { browser, closeBrowser } from '../../adapters/browser/index.ts';
import { findBrowser } from '../../harness/cell/find-browser.ts';
import { unconfined } from '../../harness/cell/unconfined.ts';
import type {
  AdapterSession,
  BrowserActs,
  FilledAct,
  FilledLocator,
  FilledText,
  TrialContext,
} from '../../harness/model/adapter.ts';
import type { BrowserProgram } from '../../harness/model/cell.ts';
import { defaultLimits } from '../../harness/model/limits.ts';
import type { Observation } from '../../harness/model/observation.ts';
import { pageRegex } from '../../harness/vault/page-regex.ts';
import { emptyCell } from './trial.ts';

/** A real browser for the tests of one file, and pages to point it at. */
export interface BrowserRig extends AsyncDisposable {
  /** Where the pages are: `http://127.0.0.1:1234`. */
  readonly url: string;
  readonly trial: TrialContext;
  /** Serves this page, whatever is asked for, from now on; or answers as the function says. */
  serve(page: string | ((request: IncomingMessage, response: ServerResponse) => void)): void;
  session(trial?: Partial<TrialContext>): AdapterSession<BrowserActs>;
  /** Opens `/`, does the acts in a session of its own, and says what was seen. */
  acts(...acts: readonly FilledAct[]): Promise<Observation>;
}

export async function browserRig(): Promise<BrowserRig> {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-browser-'));
  let answer = nothing;
  const server = createServer((request, response) => answer(request, response)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const program = programOf(dir);
  const trial: TrialContext = {
    cell: emptyCell,
    url,
    workDir: '/work/1',
    bin: {},
    env: {},
    limits: defaultLimits,
    databases: {},
    browser: () => program,
  };
  const session: BrowserRig['session'] = (more = {}) => browser.open({ ...trial, ...more });
  return {
    url,
    trial,
    serve(page) {
      answer =
        typeof page === 'function'
          ? page
          : (_request, response) => void response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
    },
    session,
    async acts(...acts) {
      await using opened = session();
      return await opened.act(
        { kind: 'browser', looks: true, acts: [{ is: 'goto', path: '/' }, ...acts] },
        'default',
        idle(),
      );
    },
    async [Symbol.asyncDispose]() {
      await closeBrowser();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

function programOf(dir: string): BrowserProgram {
  const found = findBrowser({ env: process.env, headed: false });
  if (!found.ok) throw new Error(found.problems.map(({ message }) => message).join());
  // What lies beside the browser's folder goes with it.
  const own = join(dir, 'b');
  mkdirSync(own);
  return unconfined({ dir }).browser({ ...found.value, dir: own });
}

const nothing = (_request: IncomingMessage, response: ServerResponse): void => void response.end();

const idle = (): AbortSignal => new AbortController().signal;

export const text = (content: string): FilledText => ({ is: 'text', text: content });
/** As the judge hands it over. */
export function regex(source: string, flags = ''): FilledText {
  const made = pageRegex(source, flags, 'text');
  if (made.is === 'refused') throw new Error(made.what);
  return { ...made, shown: `/${source}/${flags}` };
}

export const role = (name: string, named?: FilledText | string): FilledLocator => ({
  by: {
    by: 'role',
    role: name,
    exact: false,
    ...(named === undefined ? {} : { name: typeof named === 'string' ? text(named) : named }),
  },
});
export const label = (name: string): FilledLocator => ({ by: { by: 'label', text: text(name), exact: false } });
export const saying = (name: string): FilledLocator => ({ by: { by: 'text', text: text(name), exact: false } });

export const click = (target: FilledLocator): FilledAct => ({ is: 'click', target });
export const see = (target: FilledLocator, facts: Extract<FilledAct, { is: 'see' }>['facts'] = {}): FilledAct => ({
  is: 'see',
  target,
  facts,
});
