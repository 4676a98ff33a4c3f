/** Bookmarks as CSV with a header line; tags are separated by spaces. */
export function toCsv(bookmarks) {
  const lines = bookmarks.map((b) => [b.url, b.title, b.tags.join(' ')].map(cell).join(','));
  return ['url,title,tags', ...lines, ''].join('\n');
}

function cell(text) {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
