import { discloseRegraded } from '../gate/disclose-regraded.ts';
import { decided } from '../judge/decided.ts';
import { regrade as regradeRun } from '../judge/regrade.ts';
import { exitCodes } from '../model/gate.ts';
import { ok, problem, type Problem } from '../model/problem.ts';
import type { Regraded } from '../model/regraded.ts';
import { usualVault } from '../vault/find.ts';
import { formatProblems } from '../vault/frame.ts';
import { store } from '../wiring.ts';
import { otherVault, storedRun } from './find-run.ts';
import { type KeyFlags, openVault } from './open-vault.ts';
import { newRunId, storeDir } from './places.ts';
import { isAlive, processName } from './process-name.ts';
import { regradeText } from './regrade-text.ts';
import { stop, styleOf } from './say.ts';
import { type Applied, regradedRun, storeRegraded } from './store-regraded.ts';

export interface RegradeFlags extends KeyFlags {
  readonly vault?: string;
  readonly apply?: boolean;
  readonly json?: boolean;
  readonly store?: string;
}

/**
 * `holdout regrade`: what a stored Run would come to with the scenarios as they read now, without the candidate; stored as
 * a Run of its own when that is asked for. @returns the exit code: 0 whatever the decision, 2 when it can't be stored.
 */
export async function regrade(ref: string, flags: RegradeFlags): Promise<number> {
  const owner = { audience: 'owner', ...(flags.json === undefined ? {} : { json: flags.json }) } as const;
  const place = flags.vault === undefined ? usualVault('.') : ok(flags.vault);
  if (!place.ok) return stop(place.problems, owner);
  const { vault, problems } = await openVault(place.value, flags);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (vault === undefined || errors.length > 0) return stop(errors, owner, formatProblems);
  using history = await store(storeDir(flags.store));
  const found = storedRun(ref, history);
  if (!found.ok) return stop(found.problems, owner);
  const { value, record } = found.value;
  if (value.vault.name !== vault.name) return stop([otherVault(found.value, vault.name)], owner);

  const regraded = await regradeRun(found.value, vault, (name) => history.read(record.id, name));
  const now = { id: newRunId(), startedAt: new Date().toISOString() };
  const after =
    regraded.value === undefined
      ? undefined
      : decided(regradedRun(found.value, regraded.value, { vault, history, ...now }), history);
  const same = vault.judgedDigest === value.vault.judgedDigest;
  const applied: Applied =
    flags.apply === true && !same && after !== undefined
      ? storeRegraded(after.stored, regraded.recordings, { history, owner: processName(process.pid), isAlive })
      : { is: 'nothing' };
  const trouble = [
    ...(flags.apply === true && after === undefined ? [needsJudging(regraded)] : []),
    ...(applied.is === 'begun' ? [begun(applied.run)] : []),
  ];
  const report = discloseRegraded(regraded, decided(found.value, history), after);
  if (flags.json === true) {
    const kept = applied.is === 'nothing' ? {} : { [applied.is]: applied.run };
    const document = { version: 1, ...report, ...kept, ...(trouble.length === 0 ? {} : { problems: trouble }) };
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
    return trouble.length === 0 ? exitCodes.allow : exitCodes.usage;
  }
  process.stdout.write(regradeText(report, applied, styleOf(process.stdout)));
  return trouble.length === 0 ? exitCodes.allow : stop(trouble, owner);
}

const needsJudging = ({ toJudge }: Regraded): Problem =>
  problem('needs-judging', `nothing was stored: ${toJudge.length} of the scenarios can only be judged`, {
    fix: 'holdout run judges all of them',
  });

const begun = (run: string): Problem =>
  problem('unfinished-run', `nothing was stored: ${run} judges the same, and is not finished`, {
    fix: `wait for it, or finish it with: holdout resume ${run}`,
  });
