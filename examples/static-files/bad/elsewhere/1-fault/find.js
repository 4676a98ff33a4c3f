import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { insideRoot } from './bounds.js';
import { nameIn } from './names.js';

/** The file that a request's target means, or the status and headers of the answer when it means none. */
export async function find(target) {
  const name = nameIn(target);
  if (name === undefined) return { status: 400 };
  const path = insideRoot(name);
  if (path === undefined) return { status: 404 };
  const isFolder = name.endsWith('/');
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isDirectory() && !isFolder) return { status: 301, headers: { Location: slashed(target) } };
  if (stats?.isFile() && isFolder) return { status: 404 };
  if (stats?.isFile()) return { file: path, stats };
  const index = join(path, 'index.html');
  const indexStats = await stat(index).catch(() => undefined);
  return indexStats?.isFile() ? { file: index, stats: indexStats } : { status: 404 };
}

/** The target with a slash before its query, so that links in the folder's page are relative to the folder. */
function slashed(target) {
  const [path, ...query] = target.split('?');
  return [`${path}/`, ...query].join('?');
}
