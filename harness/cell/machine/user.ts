import { candidateUid } from '../system.ts';
import { type Fact, fine } from './fact.ts';

/** @param uid this process's; nothing where users have no numbers. */
export function userFact(uid: number | undefined): Fact {
  if (uid === 0) return fine('user', `root: candidates run as the user id ${candidateUid}`);
  return fine('user', `user id ${uid ?? 'unknown'}: candidates run as the same user, and namespaces keep them apart`);
}
