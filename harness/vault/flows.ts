import type { Flow, Sources } from '../model/scenario.ts';

/** Where `use` steps look flows up: `flows/` of the vault, read when one is first asked for. */
export interface Flows {
  readonly ids: readonly string[];
  find(id: string): FoundFlow;
}

export type FoundFlow =
  /** `sources` has the text of its file and of those of the flows that it uses. */
  | { readonly is: 'flow'; readonly flow: Flow; readonly sources: Sources }
  /** Flows that use flows that use flows, or use them many times over. */
  | { readonly is: 'too-large'; readonly why: string }
  /** Its own Problems say why. */
  | { readonly is: 'broken' }
  | { readonly is: 'unknown' }
  /** It uses itself, by way of these flows, the first of which is the last. */
  | { readonly is: 'circular'; readonly through: readonly string[] };

/** Flows within flows, and all the steps that one comes to with the steps of those that it uses. */
export const flowLimits = { depth: 16, steps: 500 } as const;

/** For files that use none. */
export const noFlows: Flows = { ids: [], find: () => ({ is: 'unknown' }) };
