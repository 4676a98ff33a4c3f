import { decide } from '../gate/decide.ts';
import { disclose } from '../gate/disclose.ts';
import { exitCodes } from '../model/gate.ts';
import { problem } from '../model/problem.ts';
import type { Audience } from '../model/report.ts';
import { reporter, store } from '../wiring.ts';
import { storeDir } from './places.ts';
import { stop, styleOf } from './say.ts';

/** `holdout show`: a stored Run again, decided by the policy it was judged under. @returns the exit code of showing. */
export async function show(
  ref: string,
  options: { readonly audience: Audience; readonly json?: boolean; readonly store?: string },
): Promise<number> {
  using history = await store(storeDir(options.store));
  const found = history.find(ref);
  if (found === 'none' || found === 'ambiguous') {
    const message = found === 'none' ? `there is no finished run "${ref}"` : `more than one run begins with "${ref}"`;
    const code = found === 'none' ? 'no-such-run' : 'ambiguous-run';
    return stop([problem(code, message, { fix: 'holdout history lists them' })], options);
  }
  const keptIn = history.keptIn(found.record.id);
  const report = disclose(found, decide(found.value, found.policy), options.audience, found.feedback, [], keptIn);
  const { render } = await reporter(options.json === true ? 'json' : 'terminal');
  process.stdout.write(render([report], styleOf(process.stdout)));
  return exitCodes.allow;
}
