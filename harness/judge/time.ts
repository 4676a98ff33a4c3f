/** The clock that a Trial goes by, and its waiting. Another one stands in for it when nothing is waited for. */
export interface Time {
  /** Milliseconds since some moment. */
  now(): number;
  /** Waits some milliseconds, or until the signal aborts. */
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Aborts after so many milliseconds. */
  over(ms: number): AbortSignal;
}

export const realTime: Time = {
  now: () => performance.now(),
  pause,
  over: (ms) => AbortSignal.timeout(ms),
};

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
