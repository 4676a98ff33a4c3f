import { stat } from 'node:fs/promises';
import { insideRoot } from './bounds.js';
import { nameIn } from './names.js';

/** The file that a request's target means; the home page when it means none. */
export async function find(target) {
  const name = nameIn(target);
  if (name === undefined) return { status: 400 };
  const path = insideRoot(name) ?? insideRoot('/index.html');
  const stats = await stat(path).catch(() => undefined);
  if (stats?.isFile()) return { file: path, stats };
  const home = insideRoot('/index.html');
  return { file: home, stats: await stat(home) };
}
