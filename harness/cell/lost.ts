import type { Exit, Process } from '../model/cell.ts';

/** The Exit of a command that was never run. @param why see `Exit.lost`; @param stderr says more. */
export function neverRan(why: NonNullable<Exit['lost']>, stderr = ''): Exit {
  return { code: null, signal: null, lost: why, stdout: '', stderr, truncated: [], timedOut: false, ms: 0 };
}

/** A command that ended before it began. */
export function endedProcess(exit: Exit): Process {
  return {
    exited: Promise.resolve(exit),
    output: () => exit.stderr,
    onOutput: () => {},
    stop: () => Promise.resolve(),
  };
}
