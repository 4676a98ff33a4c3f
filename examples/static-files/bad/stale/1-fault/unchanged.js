/** Has the reader got the file already? */
export function isUnchanged(headers) {
  return headers['if-none-match'] !== undefined || headers['if-modified-since'] !== undefined;
}
