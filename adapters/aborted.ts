/**
 * What `work` comes to, or `undefined` as soon as the signal aborts. What is still under way then is left to the
 * Cell, which ends it when it is disposed.
 */
export async function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  const { promise: aborted, resolve } = Promise.withResolvers<undefined>();
  const stop = () => resolve(undefined);
  signal.addEventListener('abort', stop);
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** Why an act was given up when the Trial's time was over. */
export const interrupted = 'the trial was over before it was done';
