import type { DatabaseSync } from 'node:sqlite';
import type { FlakeEvidence } from '../model/flake.ts';

/**
 * What finished Runs of reference builds say, by scenario digest (see `addVerdicts` for which of them count). One repeat of a scenario is one piece of evidence: it
 * passed when all its example rows did. One with a row that could not be judged says nothing.
 */
export function flakeEvidence(
  db: DatabaseSync,
  vault: string,
  digests: readonly string[],
): ReadonlyMap<string, FlakeEvidence> {
  // Joined in this order: few Runs are of reference builds, and a text may have been judged by all others.
  const rows = db
    .prepare(
      `select scenario.digest as digest, run.started_at as at, outcome.repeat as repeat,
         max(outcome.word = 1) as failed
       from run
       cross join verdict on verdict.run = run.seq
       cross join scenario on scenario.seq = verdict.scenario
       cross join outcome on outcome.run = run.seq and outcome.name = scenario.name and outcome.confirm = 0
       where run.evidence = 1 and run.vault = ?
         and scenario.digest in (select value from json_each(?))
       group by run.seq, scenario.seq, outcome.repeat
       having max(outcome.word >= 3) = 0
       order by run.started_at, run.seq, outcome.repeat`,
    )
    .all(vault, JSON.stringify(digests));
  const found = new Map<string, FlakeEvidence>();
  for (const { digest, at, failed } of rows) {
    const known = found.get(String(digest)) ?? { pass: 0, fail: 0, cleanSince: 0 };
    found.set(
      String(digest),
      failed === 1
        ? { pass: known.pass, fail: known.fail + 1, cleanSince: 0, lastFail: String(at) }
        : { ...known, pass: known.pass + 1, cleanSince: known.cleanSince + 1 },
    );
  }
  return found;
}
