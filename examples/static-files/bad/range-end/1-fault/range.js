/**
 * The part of a file that a request asks for, both ends included. Nothing when it is to have all of it; `outside` when
 * no byte of the file is in the range. Several ranges in one request are not served apart: it gets the whole file.
 */
export function rangeIn(headers, validators, size) {
  if (!stillTheSame(headers['if-range'], validators)) return undefined;
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(headers.range ?? '') ?? [];
  if (from === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return Number(to) === 0 || size === 0 ? 'outside' : { first: Math.max(size - Number(to), 0), last: size - 1 };
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= size) return 'outside';
  return { first: Number(from), last: to === '' ? size - 1 : Math.min(Number(to), size) - 1 };
}

/** Is the file what the reader has a part of? */
function stillTheSame(condition, validators) {
  return condition === undefined || condition === validators.ETag || condition === validators['Last-Modified'];
}
