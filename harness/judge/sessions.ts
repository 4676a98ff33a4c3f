import type { Adapter, AdapterSession, FilledAction, TrialContext } from '../model/adapter.ts';

export type Adapters = { readonly [kind in FilledAction['kind']]: Adapter };

export interface Sessions extends AsyncDisposable {
  readonly get: (kind: FilledAction['kind']) => AdapterSession;
}

/** One session per kind of step, opened when the first step of that kind comes. */
export function openSessions(adapters: Adapters, context: TrialContext): Sessions {
  const open = new Map<string, AdapterSession>();
  return {
    get(kind) {
      const known = open.get(kind);
      if (known !== undefined) return known;
      const session = adapters[kind].open(context);
      open.set(kind, session);
      return session;
    },
    async [Symbol.asyncDispose]() {
      for (const session of open.values()) await session[Symbol.asyncDispose]();
    },
  };
}
