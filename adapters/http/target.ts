/**
 * What stands in the request line for a target as the scenario gives it: byte for byte, `/a/../b` and `//x` included.
 * Only what no request line can carry is changed (spaces, control and non-ASCII characters become %XX, a fragment is
 * cut off), and an absolute URL of the candidate's own, as found in its `location`, becomes a path. Nothing when it
 * leads elsewhere: only the candidate is ever asked.
 */
export function requestTarget(target: string, origin: string): string | undefined {
  const path = target.startsWith(`${origin}/`) ? target.slice(origin.length) : target;
  if (!path.startsWith('/') && path !== '*') return undefined;
  const [sent = path] = path.split('#', 1);
  return sent.replaceAll(/[^\u0021-\u007e]+/g, (characters) => encodeURIComponent(characters.toWellFormed()));
}

/**
 * Where a `location` header leads. `elsewhere` names another origin; nothing when there is no readable location.
 * The header's characters are its bytes, which browsers read as part of a URL.
 */
export function redirectTarget(
  location: string,
  from: string,
  origin: string,
): { readonly target: string } | { readonly elsewhere: string } | undefined {
  const ascii = location.replaceAll(/[\u0080-\u00ff]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase()}`);
  const url = URL.parse(ascii, `${origin}${from}`);
  if (url === null) return undefined;
  return url.origin === origin ? { target: `${url.pathname}${url.search}` } : { elsewhere: url.href };
}
