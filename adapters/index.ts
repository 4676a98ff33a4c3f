import type { Adapter, FilledAction } from '../harness/model/adapter.ts';
import { db } from './db/index.ts';
import { browser } from './browser/index.ts';
import { file } from './file/index.ts';
import { http } from './http/index.ts';
import { run } from './run/index.ts';

/** How a step of each kind touches the candidate. */
export const adapters: {
  readonly [K in FilledAction['kind']]: Adapter<Extract<FilledAction, { readonly kind: K }>>;
} = { browser, http, run, file, db };

export { prepare as prepareBrowser } from './browser/prepared.ts';
export { warm } from './http/index.ts';
