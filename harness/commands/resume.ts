import { judgingKey } from '../judge/plan.ts';
import { fail, ok, problem, type Result } from '../model/problem.ts';
import type { AskedFor, StartedRun, Store } from '../model/store.ts';
import { formatProblems } from '../vault/frame.ts';
import { store } from '../wiring.ts';
import { type KeyFlags, openVault } from './open-vault.ts';
import type { OutputFlags } from './outputs.ts';
import { storeDir } from './places.ts';
import { run } from './run.ts';
import { stop } from './say.ts';

interface ResumeFlags extends OutputFlags, KeyFlags {
  readonly lanes?: number;
  readonly audience: 'owner' | 'worker';
  readonly store?: string;
}

/**
 * `holdout resume`: goes on with a Run whose judge was ended, as `holdout run` does when it is asked for the same again.
 * @returns the exit code of judging.
 */
export async function resume(ref: string, flags: ResumeFlags): Promise<number> {
  const begun = await unfinished(ref, flags);
  if (!begun.ok) return stop(begun.problems, flags);
  const { started, request } = begun.value;
  const { vault, problems } = await openVault(request.vault, flags);
  if (vault === undefined) return stop(problems, flags, formatProblems);
  const { repeats, confirm } = request;
  const choices = { repeats, confirm, purpose: started.purpose, only: [] };
  if (judgingKey(started, vault, started.isolation, choices) !== started.judgingKey) {
    const changed = problem('vault-changed', `the vault says something else than when run ${started.id} was begun`, {
      fix: 'holdout run judges by what it says now',
    });
    return stop([changed], flags);
  }
  return run(request.repo, {
    ...flags,
    vault: request.vault,
    ref: [request.ref],
    ...(request.onto === undefined ? {} : { onto: request.onto }),
    label: started.label,
    runs: repeats,
    confirm,
    again: started.again,
    reference: started.purpose === 'reference',
    cell: request.cell,
    only: [],
    tag: [],
  });
}

interface Unfinished {
  readonly started: StartedRun;
  readonly request: AskedFor;
}

async function unfinished(ref: string, flags: ResumeFlags): Promise<Result<Unfinished>> {
  using history: Store = await store(storeDir(flags.store));
  const started = history.findUnfinished(ref);
  if (started === 'ambiguous') {
    const fix = 'holdout history lists them';
    return fail(problem('ambiguous-run', `more than one unfinished run begins with "${ref}"`, { fix }));
  }
  if (started === 'none') {
    const finished = typeof history.find(ref) === 'object';
    return fail(
      problem('no-such-run', finished ? `run ${ref} is finished` : `there is no unfinished run "${ref}"`, {
        fix: finished ? `holdout show ${ref} prints it` : 'holdout history lists them',
      }),
    );
  }
  const { request, reusable, id } = started;
  if (request === undefined || !reusable) {
    return fail(
      problem('not-resumable', `run ${id} judged ${reusable ? 'a folder as it stood' : 'a part of the vault'}`, {
        fix: 'the command that began it begins it anew',
      }),
    );
  }
  return ok({ started, request });
}
