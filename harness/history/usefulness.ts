import type { DatabaseSync } from 'node:sqlite';
import type { ScenarioUse, UseFilter, Uses } from '../model/scenario-use.ts';
import { codeOf } from './rows.ts';

/** Runs whose Trials are timed: what a scenario costs now, not what it cost on the machine of then. */
const timedRuns = 30;

/**
 * What candidates made of scenarios, by digest: in finished Runs for the gate that judged the whole vault of that name.
 * Nothing is said by what could not be judged or was not asked for, nor by a candidate that failed before a scenario could
 * ask it for anything (no build, no start, no time left). A regraded Run counts: it says what its tree would have come to.
 */
export function usefulness(db: DatabaseSync, { vault, digests, since = '', limit }: UseFilter): Uses {
  const counted = `with ${chosen} select count(*) as runs, count(distinct tree) as trees, max(among) as among from chosen`;
  const { runs, trees, among } = db.prepare(counted).get(vault, since, limit) ?? {};
  const rows = db.prepare(answer).all(vault, since, limit, JSON.stringify(digests));
  return {
    runs: Number(runs),
    more: Number(among ?? 0) - Number(runs),
    candidates: Number(trees),
    scenarios: new Map(rows.map((row) => [String(row['digest']), useOf(row)])),
  };
}

/** Of as many as `among` the newest; trees go by small numbers, since 200 000 verdicts are grouped by them. */
const chosen = `chosen as materialized (
  select seq, id, label, started_at, among, row_number() over (order by started_at desc, id desc) as nth,
    dense_rank() over (order by tree) as tree
  from (
    select seq, id, label, started_at, tree, count(*) over () as among from run
    where state = 'finished' and purpose = 'gate' and reusable = 1 and vault = ? and started_at >= ?
    order by started_at desc, id desc limit ?
  )
)`;

/** Scenarios that say the same go by one number. */
const wanted = `wanted as materialized (
  select scenario.seq as seq, scenario.name as name, asked.key as nr, scenario.digest as digest
  from json_each(?) as asked join scenario on scenario.digest = asked.value
)`;

/** Run by run: of all Runs that a scenario was in, most may be older than those that were chosen. */
const judged = `judged as (
  select nr, name, run, nth, tree, word from chosen
  cross join verdict on verdict.run = chosen.seq join wanted on wanted.seq = verdict.scenario
  where word in (${codeOf('pass')}, ${codeOf('fail')}, ${codeOf('flaky')}) and (
    reason is null
    or reason ->> 'word' not in ('build', 'install', 'start', 'refused')
    and coalesce(reason ->> 'detail', '') not like 'limit "run"%'
  )
)`;

const used = `candidate as (
  select nr, min(word) as least, max(word) as most, min(nth) as nth from judged group by nr, tree
), used as (
  select nr, count(*) as candidates, sum(most = ${codeOf('pass')}) as passed,
    sum(least = ${codeOf('fail')} and most = ${codeOf('fail')}) as failed,
    min(iif(least = ${codeOf('fail')} and most = ${codeOf('fail')}, nth, null)) as caught
  from candidate group by nr
)`;

/** What stands in the middle: of an even number the mean of the two. */
const median = (of: string): string => `select nr, avg(ms) as ms from (
    select nr, ms, row_number() over (partition by nr order by ms) as at, count(*) over (partition by nr) as among
    from ${of}
  ) where at in ((among + 1) / 2, (among + 2) / 2) group by nr`;

/** What took no time was not run: nothing could be built, or started. */
const timed = `timed as materialized (
  select nr, judged.run as run, outcome.ms as ms from judged
  cross join outcome on outcome.run = judged.run and outcome.name = judged.name and outcome.ms > 0
  where nth in (
    select nth from chosen where exists (select 1 from outcome where outcome.run = chosen.seq and outcome.ms > 0)
    order by nth limit ${timedRuns}
  )
), trial as (${median('timed')}), whole as (${median('(select nr, sum(ms) as ms from timed group by nr, run)')})`;

const answer = `with ${chosen}, ${wanted}, ${judged}, ${used}, ${timed}
  select (select digest from wanted where wanted.nr = used.nr) as digest, passed, failed, candidates,
    chosen.id as run, chosen.label as label, chosen.started_at as at, trial.ms as trial_ms, whole.ms as run_ms
  from used left join chosen on chosen.nth = used.caught
  left join trial on trial.nr = used.nr left join whole on whole.nr = used.nr`;

function useOf(row: Readonly<Record<string, unknown>>): ScenarioUse {
  const { passed, failed, candidates, run, label, at, trial_ms: trial, run_ms: whole } = row;
  return {
    passed: Number(passed),
    failed: Number(failed),
    mixed: Number(candidates) - Number(passed) - Number(failed),
    ...(typeof run !== 'string' ? {} : { caught: { run, label: String(label), startedAt: String(at) } }),
    ...(trial === null ? {} : { cost: { trial: Number(trial), run: Number(whole) } }),
  };
}
