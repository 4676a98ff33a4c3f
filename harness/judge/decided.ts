import { standingApart } from '../gate/apart.ts';
import { decide } from '../gate/decide.ts';
import { tally } from '../gate/tally.ts';
import type { FlakeEvidence } from '../model/flake.ts';
import type { Apart, Basis, GateDecision, Grounds, Policy, Unqualified } from '../model/gate.ts';
import { ordinary } from '../model/impossible.ts';
import type { Run } from '../model/run.ts';
import type { Store, StoredRun } from '../model/store.ts';

/** A stored Run with what was decided, and on what. */
export interface Decided {
  readonly stored: StoredRun;
  readonly decision: GateDecision;
  /** The scenarios that don't count, by id. */
  readonly apart: ReadonlyMap<string, Apart>;
  /** The base's Run, when there is one to compare with. */
  readonly base?: StoredRun;
}

type Undecided = Omit<StoredRun, 'decision'>;

/** Decides on a Run by its policy and basis, and counts it without what stands apart. */
export function decided(undecided: Undecided, store: Pick<Store, 'find'>): Decided {
  const { value, policy, basis } = undecided;
  const base = baseRun(undecided, store);
  const grounds: Grounds = {
    flakes: basis.flakes,
    ...(basis.unqualified === undefined ? {} : { unqualified: basis.unqualified }),
    at: basis.at,
    ...(basis.base === undefined
      ? {}
      : { base: { ref: basis.base.ref, ...(base === undefined ? {} : { run: base.value }) } }),
  };
  const decision = decide(value, policy, grounds);
  const apart = standingApart(value.verdicts, policy, grounds);
  return {
    stored: { ...undecided, value: { ...value, tally: tally(value.verdicts, apart) }, decision: decision.is },
    decision,
    apart,
    ...(base === undefined ? {} : { base }),
  };
}

function baseRun(undecided: Undecided, store: Pick<Store, 'find'>): StoredRun | undefined {
  const id = undecided.basis.base?.run;
  if (id === undefined || id === undecided.record.id) return id === undefined ? undefined : undecided;
  const found = store.find(id);
  return typeof found === 'object' && found.record.id === id ? found : undefined;
}

/**
 * What there is to decide on beside a Run: what reference runs say of its scenarios, which of them have not qualified, and the
 * base's Run, by its id.
 */
export function basisOf(
  { verdicts, vault }: Run,
  policy: Policy,
  store: Pick<Store, 'flakeEvidence' | 'qualified'>,
  { base, at }: { readonly base: string | undefined; readonly at: string },
): Basis {
  const known = store.flakeEvidence(
    vault.name,
    verdicts.map(({ scenario }) => scenario.digest),
  );
  const flakes: { [scenario: string]: FlakeEvidence } = Object.create(null);
  for (const { is, scenario } of verdicts) {
    const evidence = known.get(scenario.digest);
    if (evidence !== undefined && (is !== 'pass' || evidence.fail > 0)) flakes[scenario.id] = evidence;
  }
  return {
    flakes: { ...flakes },
    ...(policy.require.qualified ? { unqualified: unqualifiedOf(verdicts, vault.name, store) } : {}),
    ...(policy.base === undefined || base === undefined ? {} : { base: { run: base, ref: policy.base } }),
    at,
  };
}

/** Of those that count in some Run; one that says something else now than when it was qualified has not been. */
function unqualifiedOf(verdicts: Run['verdicts'], vault: string, store: Pick<Store, 'qualified'>): Unqualified {
  const asked = ordinary(verdicts).map(({ scenario }) => scenario);
  const known = store.qualified(
    vault,
    asked.map(({ digest }) => digest),
  );
  const found: { [scenario: string]: readonly string[] } = Object.create(null);
  for (const { id, digest } of asked) {
    const findings = known.get(digest)?.findings;
    if (findings === undefined || findings.length > 0) found[id] = findings ?? [];
  }
  return { ...found };
}

/** The Run that a stored one is compared with by that policy: as it was then, if that named the same ref, else the newest of it. */
export function baseRunOf(
  { basis, value, record }: Omit<StoredRun, 'decision'>,
  { base }: Policy,
  store: Pick<Store, 'latest'>,
): string | undefined {
  if (base === undefined) return undefined;
  if (basis.base?.ref === base) return basis.base.run;
  if (value.candidate.label === base) return record.id;
  return store.latest({ label: base, vault: value.vault.name, repo: value.candidate.repo, purpose: 'gate' })?.record.id;
}
