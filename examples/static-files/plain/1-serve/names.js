/** The name of a file in a request's target: without the query, decoded once. Nothing when it can't be a name. */
export function nameIn(target) {
  const [path] = target.split('?');
  try {
    const name = decodeURIComponent(path);
    return name.includes('\0') ? undefined : name;
  } catch {
    return undefined;
  }
}
