import { baseRunOf, basisOf } from '../judge/decided.ts';
import { recordingName } from '../judge/evidence.ts';
import type { Run } from '../model/run.ts';
import type { IsAlive, KeptFile, StartedRun, Store, StoredRun } from '../model/store.ts';
import type { Outcome, TrialId } from '../model/trial.ts';
import type { Vault } from '../model/vault.ts';

/** What became of a regraded Run: `there` is one of the same judging key already, or one was `begun` and isn't finished. */
export type Applied = { readonly is: 'nothing' } | { readonly is: 'stored' | 'there' | 'begun'; readonly run: string };

interface Now {
  readonly vault: Vault;
  readonly history: Pick<Store, 'flakeEvidence' | 'qualified' | 'latest'>;
  readonly id: string;
  readonly startedAt: string;
}

/** The Run that it is regraded to, to be decided as the vault says now; measured when it was judged, so its times stay. */
export function regradedRun(
  stored: StoredRun,
  value: Run,
  { vault, history, id, startedAt }: Now,
): Omit<StoredRun, 'decision'> {
  const { record } = stored;
  const { phases, lanes, buildCached, ms, walls, limits, seal } = record;
  const known = new Set(outcomesOf(value).map(({ trial }) => keyOf(trial)));
  const trials = record.trials.filter(({ trial }) => known.has(keyOf(trial)));
  // What was compared with itself still is.
  const then = baseRunOf(stored, vault.policy, history);
  const base = then === record.id ? id : then;
  return {
    value,
    record: {
      ...{ id, startedAt, ms, phases, lanes, buildCached },
      ...(walls === undefined ? {} : { walls }),
      ...(limits === undefined ? {} : { limits }),
      ...(seal === undefined ? {} : { seal }),
      ...{ trials, regradedFrom: record.id },
    },
    policy: vault.policy,
    feedback: vault.feedback,
    basis: basisOf(value, vault.policy, history, { base, at: startedAt }),
  };
}

interface Means {
  readonly history: Store;
  /** Names this process for good. */
  readonly owner: string;
  readonly isAlive: IsAlive;
}

/** Stores it with the files of the Run that it comes from, and the Recordings as they read now. */
export function storeRegraded(
  stored: StoredRun,
  recordings: readonly KeptFile[],
  { history, owner, isAlive }: Means,
): Applied {
  const { value, record } = stored;
  const claimed = history.claim(startedOf(stored, owner), isAlive);
  if (claimed.is === 'stored') return { is: 'there', run: claimed.stored.record.id };
  if (claimed.is === 'resumed') history.abandon(claimed.run);
  if (claimed.is !== 'new') return { is: 'begun', run: claimed.run };
  const anew = new Map(recordings.map((file) => [file.name, file]));
  const times = new Map(record.trials.map(({ trial, ms }) => [keyOf(trial), ms]));
  try {
    for (const outcome of outcomesOf(value)) {
      const { trial } = outcome;
      const ms = times.get(keyOf(trial)) ?? 0;
      const kept = filesOf(outcome).flatMap(
        (file) => anew.get(file.name) ?? copyOf(file, record.regradedFrom, history),
      );
      history.record(record.id, outcome, ms, kept);
    }
    history.finish(stored);
  } catch (error) {
    history.abandon(record.id);
    throw error;
  }
  return { is: 'stored', run: record.id };
}

function startedOf({ value, record }: StoredRun, owner: string): StartedRun {
  const { candidate, vault, judgingKey, purpose, isolation, notForGate } = value;
  return {
    id: record.id,
    startedAt: record.startedAt,
    label: candidate.label,
    repo: candidate.repo,
    tree: candidate.tree,
    ...(candidate.commit === undefined ? {} : { commit: candidate.commit }),
    vault: vault.name,
    judgingKey,
    purpose,
    isolation,
    owner,
    planned: outcomesOf(value).length,
    reusable: notForGate.length === 0,
    again: false,
  };
}

const outcomesOf = ({ verdicts }: Run): readonly Outcome[] =>
  verdicts.flatMap(({ outcomes, confirmations = [] }) => [...outcomes, ...confirmations]);

const keyOf = ({ scenario, row, repeat, confirm = 0 }: TrialId): string =>
  JSON.stringify([scenario, row, repeat, confirm]);

type Named = Omit<KeptFile, 'bytes'>;

/** What shows an Outcome, and what its Trial did. */
function filesOf({ trial, failures, afterFailures }: Outcome): readonly Named[] {
  const shown = [...failures, ...afterFailures].flatMap(({ attached = [] }) => attached);
  return [...shown.map(({ name }) => ({ name })), { name: recordingName(trial), internal: true }];
}

/** Nothing for one that was pruned, or that there never was. */
function copyOf(file: Named, from: string | undefined, history: Store): readonly KeptFile[] {
  const bytes = from === undefined ? undefined : history.read(from, file.name);
  return bytes === undefined ? [] : [{ ...file, bytes }];
}
