/** The name of a file in a request's target, decoded once. Nothing when it can't be a name. */
export function nameIn(target) {
  try {
    const name = decodeURIComponent(target);
    return name.includes('\0') ? undefined : name;
  } catch {
    return undefined;
  }
}
