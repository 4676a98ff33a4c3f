import { count } from '../../reports/terminal/text.ts';
import { exitCodes } from '../model/gate.ts';
import { formatProblems } from '../vault/frame.ts';
import { loadVault } from '../vault/load.ts';
import { styleOf } from './say.ts';

/** `holdout check`: every Problem of a vault at once. @returns the exit code. */
export function check(dir: string, { json }: { readonly json?: boolean }): number {
  const { vault, problems } = loadVault(dir);
  const bad = problems.some(({ severity }) => severity === 'error');
  if (json === true) {
    process.stdout.write(
      `${JSON.stringify({ version: 1, vault: dir, ok: !bad, scenarios: vault?.scenarios.length ?? 0, problems }, null, 2)}\n`,
    );
  } else {
    if (problems.length > 0) process.stdout.write(`${formatProblems(problems, styleOf(process.stdout))}\n`);
    if (!bad && vault !== undefined)
      process.stdout.write(`${vault.name}: ${count(vault.scenarios.length, 'scenario')}, no errors\n`);
  }
  return bad ? exitCodes.usage : exitCodes.allow;
}
