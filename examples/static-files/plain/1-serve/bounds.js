import { join, sep } from 'node:path';

const root = join(import.meta.dirname, 'public');

/** Where a name leads, dots resolved. Nothing when that is outside of the folder, or hidden by a dot in front. */
export function insideRoot(name) {
  const path = join(root, name);
  if (path !== root && !path.startsWith(root + sep)) return undefined;
  const hidden = path.slice(root.length).split(sep).some((part) => part.startsWith('.'));
  return hidden ? undefined : path;
}
