/** What `work` comes to, or `otherwise` when it takes longer. Milliseconds. What is still under way then is left to itself. */
export async function inTime<T, Other>(ms: number, work: Promise<T>, otherwise: Other): Promise<T | Other> {
  const { promise: late, resolve } = Promise.withResolvers<Other>();
  const timer = setTimeout(resolve, ms, otherwise);
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
