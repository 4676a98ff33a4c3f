/** Milliseconds, one per counted round. */
export type Samples = readonly number[];

/** Does something once and says how many milliseconds of it count. */
export type Measure = () => Promise<number>;

/**
 * Takes turns (A B A B ...), so that whatever else the machine is doing falls on all alike. The first `uncounted` rounds
 * warm caches. Progress goes to standard error.
 */
export async function inTurn<Name extends string>(
  title: string,
  measures: { readonly [name in Name]: Measure },
  { rounds, uncounted }: { readonly rounds: number; readonly uncounted: number },
): Promise<{ readonly [name in Name]: Samples }> {
  const names = Object.keys(measures) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as { [name in Name]: number[] };
  for (let round = 0; round < uncounted + rounds; round++) {
    say(round < uncounted ? `${title}: warming up` : `${title}: round ${round - uncounted + 1} of ${rounds}`);
    for (const name of names) {
      const ms = await measures[name]();
      if (round >= uncounted) samples[name].push(ms);
    }
  }
  say('');
  return samples;
}

/** One line that is written over again, on a terminal only. */
function say(line: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}`);
}

/** @throws when there is none. */
export function median(samples: Samples): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const [low, high] = [sorted[Math.floor(middle)], sorted[Math.ceil(middle)]];
  if (low === undefined || high === undefined) throw new Error('nothing was measured');
  return (low + high) / 2;
}

export const minimum = (samples: Samples): number => Math.min(...samples);
