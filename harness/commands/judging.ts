import { type Judged, judge } from '../judge/judge.ts';
import type { Instruments, JudgeRequest } from '../judge/request.ts';
import type { Problem } from '../model/problem.ts';

/** What the command line asks to be judged. */
export interface Judgings {
  /** In this order; nothing stands for the folder as it is. */
  readonly refs: readonly (string | undefined)[];
  readonly onto?: string;
  readonly request: Omit<JudgeRequest, 'ref' | 'onto' | 'base'>;
}

/**
 * Judges each ref, and before them what the gate compares with: the Run of the policy's base, which is judged when there is
 * none of its tree yet. @returns what was judged until something kept from going on, and what that was.
 */
export async function judgeAll(
  { refs, onto, request }: Judgings,
  tools: Instruments,
): Promise<{ readonly judged: readonly Judged[]; readonly trouble: readonly Problem[] }> {
  const { base: baseRef } = request.vault.policy;
  const compares = baseRef !== undefined && mayGate(request);
  const base = compares
    ? await judge({ ...request, ref: baseRef, base: 'itself', again: false, label: baseRef }, tools)
    : undefined;
  if (tools.signal.aborted) return { judged: [], trouble: [] };
  if (base?.ok === false) return { judged: [], trouble: base.problems };
  const judged: Judged[] = [];
  for (const ref of refs) {
    if (base !== undefined && ref === baseRef && onto === undefined && request.again !== true) {
      judged.push(base.value);
      continue;
    }
    const result = await judge(
      {
        ...request,
        ...(ref === undefined ? {} : { ref }),
        ...(onto === undefined ? {} : { onto }),
        ...(base === undefined ? {} : { base: base.value.stored }),
      },
      tools,
    );
    if (!result.ok) return { judged, trouble: result.problems };
    judged.push(result.value);
  }
  return { judged, trouble: [] };
}

/** A Run that can never gate is compared with nothing. */
export const mayGate = ({ choices, afterwards = 'next' }: Pick<JudgeRequest, 'choices' | 'afterwards'>): boolean =>
  choices.purpose === 'gate' &&
  choices.only.length === 0 &&
  choices.seed === undefined &&
  choices.headed !== true &&
  afterwards === 'next';
