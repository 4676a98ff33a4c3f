import { join } from 'node:path';

const root = join(import.meta.dirname, 'public');

/** Where a name leads. Nothing when it begins with two dots, or is hidden by one in front. */
export function insideRoot(name) {
  if (name.startsWith('/..')) return undefined;
  const hidden = name.split('/').some((part) => /^\.[^.]/.test(part));
  return hidden ? undefined : join(root, name);
}
