import type { Result } from '../model/problem.ts';
import type { Attack } from './attack.ts';
import { type Proof, prove } from './prove.ts';
import { openSession, type SessionOptions } from './session.ts';

/** What is told while it goes on. */
export interface Watching {
  /** Before one is tried; `index` from 0. */
  begun(attack: Attack, index: number, of: number): void;
  ended(proof: Proof): void;
}

/**
 * Tries all attacks of a corpus, one after another: what is left on the machine must be of one of them. Ends early, and
 * cleans up, when the signal aborts. A Problem: nothing can be proved here.
 */
export async function proveAll(options: SessionOptions, watching: Watching): Promise<Result<readonly Proof[]>> {
  await using session = await openSession(options);
  const isAborted = (): boolean => options.signal?.aborted === true;
  const proofs: Proof[] = [];
  for (const [index, attack] of options.corpus.attacks.entries()) {
    if (isAborted()) break;
    watching.begun(attack, index, options.corpus.attacks.length);
    const proof = await prove(session, attack);
    if (!proof.ok) return proof;
    if (isAborted()) break;
    watching.ended(proof.value);
    proofs.push(proof.value);
  }
  return { ok: true, value: proofs };
}
