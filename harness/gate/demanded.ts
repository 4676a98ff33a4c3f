import type { Policy } from '../model/gate.ts';
import type { Verdict } from '../model/run.ts';

/** Must this scenario pass, because it or the policy says so? */
export function demanded(verdict: Verdict, policy: Policy): boolean {
  return verdict.scenario.mustPass || policy.mustPass.some((rule) => goesBy(rule, verdict));
}

/** A rule of `mustPass` is a scenario's id, or `tag:name`. */
export function goesBy(rule: string, { scenario }: Verdict): boolean {
  return rule.startsWith('tag:') ? scenario.tags.includes(rule.slice('tag:'.length)) : scenario.id === rule;
}
