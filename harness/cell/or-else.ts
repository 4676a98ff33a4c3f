/** What `look` finds, or `nothing`: processes, descriptors and groups go while one looks. */
export function orElse<T>(nothing: T, look: () => T): T {
  try {
    return look();
  } catch {
    return nothing;
  }
}
