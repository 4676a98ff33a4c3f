import type { Scenario } from '../model/scenario.ts';
import { type Answer, noticed } from './answer.ts';

/** Who is asked of a mutant, and how it is gone about. */
export interface Hunt {
  /** Those that could notice it, since they reach it; the others are not asked. */
  readonly scenarios: readonly Scenario[];
  readonly ask: (scenario: Scenario) => Promise<Answer>;
}

/** What every scenario has been so far in noticing mutants. */
export interface Standing {
  /** How often it was asked, and how often it noticed. */
  asked: number;
  kills: number;
  /** Milliseconds of its Trial on the good control. */
  readonly ms: number;
}

/**
 * Asks one scenario after another until one notices, the likeliest first: whoever noticed most of what it was asked, and of
 * equals the quickest. @returns the Answers in that order; the last one is the kill, where there is one.
 */
export async function hunt(
  { scenarios, ask }: Hunt,
  standings: ReadonlyMap<string, Standing>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  const open = [...scenarios];
  while (open.length > 0) {
    open.sort((a, b) => likelihood(standings.get(b.id)) - likelihood(standings.get(a.id)));
    const scenario = open.shift();
    if (scenario === undefined) break;
    const answer = await ask(scenario);
    answers.push(answer);
    const standing = standings.get(scenario.id);
    if (standing !== undefined) {
      standing.asked += 1;
      if (noticed(answer)) standing.kills += 1;
    }
    if (noticed(answer)) break;
  }
  return answers;
}

/** Kills to be expected a second; as if each had been asked twice before and noticed once. */
const likelihood = (standing: Standing | undefined): number =>
  standing === undefined ? 0 : (standing.kills + 1) / (standing.asked + 2) / (standing.ms + OVERHEAD_MS);

/** Milliseconds that asking takes beside the Trial. */
const OVERHEAD_MS = 100;
