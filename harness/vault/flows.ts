import type { Flow, Sources } from '../model/scenario.ts';

/** Where `use` steps look flows up: `flows/` of the vault, read when one is first asked for. */
export interface Flows {
  readonly ids: readonly string[];
  find(id: string): FoundFlow;
}

export type FoundFlow =
  /** `sources` has the text of its file and of those of the flows that it uses. */
  | { readonly is: 'flow'; readonly flow: Flow; readonly sources: Sources }
  /** Its own Problems say why. */
  | { readonly is: 'broken' }
  | { readonly is: 'unknown' }
  /** It uses itself, by way of these flows, the first of which is the last. */
  | { readonly is: 'circular'; readonly through: readonly string[] };

/** For files that use none. */
export const noFlows: Flows = { ids: [], find: () => ({ is: 'unknown' }) };
