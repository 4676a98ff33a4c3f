import type { Adapter, AdapterSession, BrowserActs, FilledAct, TrialContext } from '../../harness/model/adapter.ts';
import type { Observation, Seen } from '../../harness/model/observation.ts';
import { interrupted, unlessAborted } from '../aborted.ts';
import { bytes } from '../text.ts';
import { unseen } from '../unseen.ts';
import { evidence } from './evidence.ts';
import type { Identity } from './identity.ts';
import { inTime } from './in-time.ts';
import { closeBrowser } from './launch.ts';
import { perform } from './perform.ts';
import { takePrepared } from './prepared.ts';
import { leadTo, throwTrouble } from './proxy.ts';
import { ACT_MS, type Stop } from './stop.ts';
import { view } from './view.ts';
import { wish } from './words.ts';

export { closeBrowser };

/** Uses the candidate's pages as a person does. One browser for each process, one context for each identity of a Trial. */
export const browser: Adapter<BrowserActs> = { kind: 'browser', open };

function open(trial: TrialContext): AdapterSession<BrowserActs> {
  const identities = new Map<string, Promise<Opened>>();
  let closed = false;
  const identityOf = (as: string, origin: string): Promise<Opened> => {
    const known = identities.get(as) ?? openFor(trial, origin);
    identities.set(as, known);
    return known;
  };
  return {
    async act({ acts, looks }, as, signal) {
      if (trial.url === undefined) return unseen('browser', 'the candidate is not a server');
      const { origin } = new URL(trial.url);
      leadTo(trial.cell);
      const opened = closed ? undefined : await unlessAborted(signal, () => identityOf(as, origin));
      if (opened === undefined) return unseen('browser', interrupted);
      for (const [index, act] of acts.entries()) {
        // Playwright keeps its own time; this is for what a page makes it wait for beside.
        const stop = await unlessAborted(signal, () =>
          inTime(ACT_MS + GRACE_MS, perform(act, opened.identity, trial, signal), unanswered(act)),
        );
        throwTrouble();
        if (signal.aborted) return stoppedAt(index, { expected: wish(act), received: interrupted });
        if (stop !== undefined) return stoppedAt(index, await blamedOnSize(stop, opened.identity, trial));
      }
      if (!looks) return notLooked;
      return (
        (await unlessAborted(signal, () => observe(opened.identity, origin, trial))) ?? unseen('browser', interrupted)
      );
    },
    async look(as, signal) {
      if (trial.url === undefined) return unseen('browser', 'the candidate is not a server');
      const { origin } = new URL(trial.url);
      const seen = await unlessAborted(signal, async () =>
        observe((await identityOf(as, origin)).identity, origin, trial),
      );
      return seen ?? unseen('browser', interrupted);
    },
    async show(as) {
      const opened = await identities.get(as);
      if (opened === undefined) return { notes: [], attachments: [] };
      return evidence(opened.identity, opened.tracesDir, trial.limits.output);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      await Promise.all(
        [...identities.values()].map(async (opening) => {
          const opened = await opening.catch(() => undefined);
          const closing = opened?.identity.context.close().then(() => 'closed' as const);
          // A browser that can't let go of a page is no use to the next Trial.
          if (
            closing &&
            (await inTime(
              CLOSE_MS,
              closing.catch(() => 'closed' as const),
              'hung' as const,
            )) === 'hung'
          )
            await inTime(CLOSE_MS, closeBrowser(), undefined);
        }),
      );
    },
  };
}

const CLOSE_MS = 3000;

interface Opened {
  readonly identity: Identity;
  readonly tracesDir: string;
}

async function openFor(trial: TrialContext, origin: string): Promise<Opened> {
  const { blank, tracesDir } = await takePrepared(trial.browser);
  const identity = blank.begin(origin);
  if (trial.globals !== undefined)
    await identity.context.addInitScript(`Object.assign(globalThis, ${JSON.stringify(trial.globals)})`);
  return { identity, tracesDir };
}

/** Milliseconds that it takes to find out why an act could not be done. */
const GRACE_MS = 3000;

const unanswered = (act: FilledAct): Stop => ({ expected: wish(act), received: 'the page does not answer' });

function stoppedAt(act: number, { gone, limit, ...stop }: Stop): Observation {
  const seen = unseen('browser', gone ?? 'the step stopped before');
  return {
    fields: seen.fields,
    ...(gone !== undefined && { note: gone }),
    ...(limit !== undefined && { limit }),
    stopped: { act, ...stop },
  };
}

/** What is slow or can't be found on a page of too many elements is so for that. */
async function blamedOnSize(stop: Stop, { page }: Identity, { limits }: TrialContext): Promise<Stop> {
  if (stop.gone !== undefined) return stop;
  const seen = await inTime(
    LOOK_MS,
    page()
      .then((shown) => view(shown, 0, 0))
      .catch(() => undefined),
    undefined,
  );
  return seen === undefined || seen.elements <= limits.page ? stop : { ...stop, limit: 'page' };
}

/** After acts that were all that was asked for. */
const notLooked: Observation = { fields: unseen('browser', 'nobody looked').fields };

/** How long a page may take to be looked at. */
const LOOK_MS = 3000;

async function observe(identity: Identity, origin: string, trial: TrialContext): Promise<Observation> {
  const limit = trial.limits.output;
  const looking = identity.page().then((page) => view(page, limit, trial.limits.page));
  const seen = await inTime(
    LOOK_MS,
    looking.catch(() => 'the page went away while it was looked at' as const),
    'the page does not answer' as const,
  );
  if (typeof seen === 'string') return unseen('browser', seen);
  const isLarge = seen.elements > trial.limits.page;
  const why = isLarge
    ? `the page has ${seen.elements} elements, more than limit "page" (${trial.limits.page})`
    : `the page's text is longer than limit "output" (${bytes(limit)})`;
  const text: Seen = seen.text === undefined ? { is: 'missing', why } : { is: 'text', text: seen.text };
  return {
    fields: {
      url: { is: 'text', text: seen.url.startsWith(`${origin}/`) ? seen.url.slice(origin.length) : seen.url },
      title: { is: 'text', text: seen.title },
      text,
    },
    ...(seen.text === undefined && { limit: isLarge ? 'page' : 'output' }),
  };
}
