/** Has the reader got this very file already? By its tags if it names any, else by its date. */
export function isUnchanged(headers, validators) {
  const tags = headers['if-none-match'];
  if (tags !== undefined) return tags.trim() === '*' || tags.split(',').some((tag) => bare(tag) === validators.ETag);
  return Date.parse(headers['if-modified-since'] ?? '') >= Date.parse(validators['Last-Modified']);
}

/** Here a weak tag is as good as a strong one. */
const bare = (tag) => tag.trim().replace(/^W\//, '');
