import { walls } from '../walls.ts';
import type { Result } from '../../model/problem.ts';
import type { Measured } from '../../model/run.ts';
import { type Fact, fine, lacking } from './fact.ts';

/** @param measured what a look from inside of a real Cell came to. */
export function wallsFact(measured: Result<Measured>, root: boolean): Fact {
  if (measured.ok) {
    const most = walls.filter(({ rootOnly }) => rootOnly !== true || root).length;
    return fine('cell', `${measured.value.walls?.length ?? 0} of ${most} walls seen from inside`);
  }
  const [first] = measured.problems;
  const [message = 'it could not be built', fix = ''] = [first?.message, first?.fix];
  return lacking('cell', message.replace("candidates can't be confined here: ", ''), fix);
}
