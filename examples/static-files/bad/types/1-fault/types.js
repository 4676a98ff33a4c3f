/** The media type of a file. */
export function typeOf() {
  return 'text/plain; charset=utf-8';
}
