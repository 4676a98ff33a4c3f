/** The name of a file in a request's target: without the query, decoded once. */
export function nameIn(target) {
  const [path] = target.split('?');
  return decodeURIComponent(path);
}
