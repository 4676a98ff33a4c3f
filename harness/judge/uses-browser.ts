import { does } from '../model/scenario.ts';
import type { Vault } from '../model/vault.ts';

/** Whether anything in the vault needs a browser; most don't, and then none is looked for. */
export const usesBrowser = ({ scenarios }: Vault): boolean => scenarios.some((scenario) => does(scenario, 'browser'));
