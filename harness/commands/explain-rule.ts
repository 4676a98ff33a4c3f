import { exitCodes } from '../model/gate.ts';
import { explainRule, findRule, listRules } from '../vault/rules/explain.ts';
import { rules } from '../vault/rules/index.ts';
import { stop, styleOf } from './say.ts';

/** `holdout check --explain`: one rule, or all of them in a line each. @returns the exit code. */
export function explainRules(code: string | undefined, { json }: { readonly json?: boolean }): number {
  const found = code === undefined ? undefined : findRule(code);
  if (found?.ok === false) return stop(found.problems, { audience: 'owner', ...(json === undefined ? {} : { json }) });
  const style = styleOf(process.stdout);
  const text =
    json === true
      ? `${JSON.stringify({ version: 1, rules: found === undefined ? rules : [found.value] }, null, 2)}\n`
      : found === undefined
        ? listRules(style)
        : explainRule(found.value, style);
  process.stdout.write(text);
  return exitCodes.allow;
}
