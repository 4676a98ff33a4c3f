import type { Scenario, Step } from '../model/scenario.ts';
import type { Vault } from '../model/vault.ts';

/** Whether anything in the vault needs a browser; most don't, and then none is looked for. */
export const usesBrowser = ({ scenarios }: Vault): boolean => scenarios.some(scenarioUses);

const scenarioUses = ({ before, steps, after }: Scenario): boolean => [before, steps, after].some(anyUses);

const anyUses = (steps: readonly Step[]): boolean =>
  steps.some(({ action }) => action.kind === 'browser' || (action.kind === 'use' && anyUses(action.flow.steps)));
