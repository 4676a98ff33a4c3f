import { describe, expect, it } from 'vitest';
import { type Adapter, type FilledAction, fields, type TrialContext } from '../../harness/model/adapter.ts';
import type { Observation } from '../../harness/model/observation.ts';

/** One adapter and a candidate to point it at. */
export interface Arrangement<A extends FilledAction> extends AsyncDisposable {
  readonly adapter: Adapter<A>;
  readonly trial: TrialContext;
  /** An act that the candidate answers. */
  readonly answered: A;
  /** The same when there is no candidate to act on. */
  readonly gone: { readonly trial: TrialContext; readonly action: A };
  /** An act that never comes to an end. */
  readonly endless: { readonly trial: TrialContext; readonly action: A };
  /** An act with more to see than the limits of its trial allow, and those in bytes. */
  readonly flood: { readonly trial: TrialContext; readonly action: A; readonly bytes: number };
  /** Settles when nothing that the adapter opened is open any more. */
  closed(): Promise<void>;
}

const soon = 2_000;

/** What every adapter keeps. */
export function adapterContract<A extends FilledAction>(name: string, make: () => Promise<Arrangement<A>>): void {
  describe(`${name} keeps the contract of adapters`, () => {
    it('sees every field that a step may name', async () => {
      await using its = await make();
      await using session = its.adapter.open(its.trial);
      expectComplete(its.adapter.kind, await session.act(its.answered, 'default', idle()));
    });

    it('sees nothing, says why and does not throw when the candidate is gone', async () => {
      await using its = await make();
      await using session = its.adapter.open(its.gone.trial);
      const observed = await session.act(its.gone.action, 'default', idle());
      expectComplete(its.adapter.kind, observed);
      expect(Object.values(observed.fields).map((seen) => seen.is)).toContain('missing');
    });

    it('gives up soon after it is told to', { timeout: soon }, async () => {
      await using its = await make();
      await using session = its.adapter.open(its.endless.trial);
      const abort = new AbortController();
      const acting = session.act(its.endless.action, 'default', abort.signal);
      abort.abort();
      expectComplete(its.adapter.kind, await acting);
    });

    it('does not begin when it is told so before', { timeout: soon }, async () => {
      await using its = await make();
      await using session = its.adapter.open(its.endless.trial);
      expectComplete(its.adapter.kind, await session.act(its.endless.action, 'default', AbortSignal.abort()));
    });

    it('keeps no more than the limit of what it sees', async () => {
      await using its = await make();
      await using session = its.adapter.open(its.flood.trial);
      const observed = await session.act(its.flood.action, 'default', idle());
      expectComplete(its.adapter.kind, observed);
      // Twice: stdout and stderr are kept each.
      expect(JSON.stringify(observed.fields).length).toBeLessThan(2 * its.flood.bytes + 4096);
    });

    it('leaves nothing open when it is disposed', { timeout: soon }, async () => {
      await using its = await make();
      const session = its.adapter.open(its.trial);
      await session.act(its.answered, 'default', idle());
      await session[Symbol.asyncDispose]();
      await its.closed();
    });

    it('can be disposed without having acted', async () => {
      await using its = await make();
      await its.adapter.open(its.trial)[Symbol.asyncDispose]();
    });
  });
}

/** A signal that never aborts. */
export const idle = (): AbortSignal => new AbortController().signal;

/** All fields of the kind, and plain data: what leaves a lane as JSON arrives as it was. */
function expectComplete(kind: FilledAction['kind'], observed: Observation): void {
  expect(Object.keys(observed.fields).toSorted()).toEqual(fields[kind].toSorted());
  expect(JSON.parse(JSON.stringify(observed))).toEqual(observed);
}
