import { describeExit, type Started } from '../candidate/start.ts';
import type { Done } from '../model/cell.ts';
import { type LimitName, limitText, type Limits } from '../model/limits.ts';
import type { Observation } from '../model/observation.ts';
import type { Reason } from '../model/trial.ts';
import type { Stage } from './stage.ts';

/** Milliseconds that are waited for the end of a candidate that stopped answering, so that it can be named. */
const EXIT_MS = 250;

interface Telling {
  /** Of the step that was not met. */
  readonly limit?: string;
  readonly reached?: Observation['reached'];
  readonly timedOut: boolean;
}

/** The most telling reason first: a limit, an end that explains the rest, time, and only then what was seen. */
export function whyFailed({ limit, reached, timedOut }: Telling, stage: Stage, timeout: number): Reason {
  const hit = limit ?? stage.cell.limitHit();
  if (hit !== undefined) return limitHit(hit, stage.limits);
  if (hasEnded(stage)) return crashed(stage);
  if (timedOut) return tookTooLong(timeout);
  if (reached !== undefined) return limitReached(reached, stage.limits);
  const lost = stage.lostService();
  return { word: 'mismatch', ...(lost === undefined ? {} : { detail: lost }) };
}

/** Why a Trial has no work dir. Who shares the Cell with it filled it, ended it, or stands in the way. */
export function whyNotReady({ why, detail }: Extract<Done, { ok: false }>, stage: Stage, timeout: number): Reason {
  const hit = stage.cell.limitHit() ?? (why === 'disk' ? why : undefined);
  if (hit !== undefined) return limitHit(hit, stage.limits);
  if (why === 'ended' || hasEnded(stage)) return crashed(stage);
  if (why === 'timeout') return tookTooLong(timeout);
  // In an untouched Cell there is nobody but the scenario's own files to be in the way.
  return { word: stage.untouched === true ? 'vault' : 'mismatch', detail: `no file could be written: ${detail}` };
}

function limitReached({ limit, how }: NonNullable<Observation['reached']>, limits: Limits): Reason {
  const word = limit === ('step' satisfies LimitName) ? 'timeout' : 'limit';
  return { word, detail: how === undefined ? limitText(limit, limits) : `limit "${limit}": ${how}` };
}

const limitHit = (name: string, limits: Limits): Reason => ({ word: 'limit', detail: limitText(name, limits) });

const tookTooLong = (timeout: number): Reason => ({
  word: 'timeout',
  detail: `it took longer than ${timeout / 1000}s`,
});

const hasEnded = ({ cell, started }: Stage): boolean => started?.ended() !== undefined || cell.ended();

function crashed({ started }: Stage): Reason {
  const exit = started?.ended();
  return { word: 'crash', detail: `the candidate ended with ${exit === undefined ? 'its Cell' : describeExit(exit)}` };
}

/** A process that dies closes its connections first and is seen to end a moment later. */
export async function endedSoon(started: Started | undefined): Promise<void> {
  if (started === undefined) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, EXIT_MS);
  await Promise.race([started.process.exited, promise]);
  clearTimeout(timer);
}
