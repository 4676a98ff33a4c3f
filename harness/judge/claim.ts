import type { Candidate } from '../model/candidate.ts';
import type { Claim } from '../model/store.ts';
import type { Instruments, JudgeRequest } from './request.ts';
import { realTime } from './time.ts';

/** The Run of a judging key: one to be judged, from the beginning or from where another judge was ended, or a finished one. */
export type Claimed =
  | Extract<Claim, { is: 'stored' }>
  | { readonly is: 'new'; readonly id: string; readonly startedAt: string }
  | (Extract<Claim, { is: 'resumed' }> & { readonly id: string });

/** Milliseconds between two looks at whether another judge of the same is done. */
const LOOK_MS = 250;

/** The Run of that judging key, to be judged or judged already. Nothing when the wait for another judge was interrupted. */
export async function claimRun(
  { vault, choices, asked, again = false, afterwards = 'next' }: JudgeRequest,
  tools: Instruments,
  { candidate, key, planned }: { readonly candidate: Candidate; readonly key: string; readonly planned: number },
): Promise<Claimed | undefined> {
  const { store, emit, signal } = tools;
  const startedAt = tools.now().toISOString();
  const id = tools.newRunId();
  const { head: ref = candidate.commit, onto } = candidate.merge ?? {};
  const whole = choices.only.length === 0 && choices.seed === undefined && choices.headed !== true;
  const started = {
    id,
    startedAt,
    label: candidate.label,
    repo: candidate.repo,
    tree: candidate.tree,
    ...(candidate.commit === undefined ? {} : { commit: candidate.commit }),
    vault: vault.name,
    judgingKey: key,
    purpose: choices.purpose,
    isolation: tools.isolation,
    owner: tools.owner,
    planned,
    reusable: whole && afterwards === 'next',
    again,
    ...(ref === undefined
      ? {}
      : {
          request: {
            ...asked,
            ref,
            ...(onto === undefined ? {} : { onto }),
            repeats: choices.repeats,
            confirm: choices.confirm,
          },
        }),
  };
  for (let told = false; ; told = true) {
    const claimed = store.claim(started, tools.isAlive);
    if (claimed.is === 'new') return { is: 'new', id, startedAt };
    if (claimed.is === 'resumed') return { ...claimed, id: claimed.run };
    if (claimed.is === 'stored') return claimed;
    if (!told) emit({ is: 'run-awaited', run: claimed.run, owner: claimed.owner });
    await realTime.pause(LOOK_MS, signal);
    if (signal.aborted) return undefined;
  }
}
