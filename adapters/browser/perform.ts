import { posix } from 'node:path';
import type { Locator, Page } from 'playwright';
import type { FilledAct, TrialContext } from '../../harness/model/adapter.ts';
import { bytes } from '../text.ts';
import { whyNot } from './blame.ts';
import type { Identity } from './identity.ts';
import { locate } from './locate.ts';
import { ACT_MS, type Stop } from './stop.ts';
import { see } from './see.ts';
import { onNewestPage, type Waiting } from './newest.ts';
import { wish } from './words.ts';

/** Does one act, waiting as Playwright does. @returns why not, when it can't be done. */
export async function perform(
  act: FilledAct,
  identity: Identity,
  trial: TrialContext,
  signal: AbortSignal,
): Promise<Stop | undefined> {
  if (act.is === 'dialog') {
    identity.answer({ accept: act.accept, ...(act.text !== undefined && { text: act.text }) });
    return undefined;
  }
  if (act.is === 'see' || act.is === 'notSee') return see(act, identity, trial.limits, signal);
  const files = act.is === 'upload' ? await readFiles(act.files, trial) : [];
  if (typeof files === 'string') return { expected: wish(act), received: files };
  let target: Locator | undefined;
  const deadline = performance.now() + ACT_MS;
  try {
    const wanted = 'target' in act ? act.target : undefined;
    // What a click opened may take a moment to be there.
    if (wanted !== undefined) {
      await onNewestPage(identity, deadline, signal, (page, options) =>
        locate(page, wanted)
          .first()
          .waitFor({ state: 'attached', ...options }),
      );
    }
    const page = await identity.page();
    target = wanted && locate(page, wanted);
    await doIt(act, identity, page, target, files, { timeout: Math.max(1, deadline - performance.now()), signal });
    return undefined;
  } catch (error) {
    if (target === undefined && 'target' in act && act.target !== undefined)
      target = locate(await identity.page(), act.target);
    return whyNot(error, act, target, signal);
  }
}

type Acting = Exclude<FilledAct, { readonly is: 'see' | 'notSee' | 'dialog' }>;
async function doIt(
  act: Acting,
  identity: Identity,
  page: Page,
  target: Locator | undefined,
  files: readonly Upload[],
  options: Waiting,
): Promise<unknown> {
  if (act.is === 'goto') return page.goto(identity.addressOf(act.path), options);
  if (act.is === 'reload') return page.reload(options);
  if (act.is === 'back') return page.goBack(options);
  if (act.is === 'press') return target === undefined ? page.keyboard.press(act.key) : target.press(act.key, options);
  if (target === undefined) throw new Error(`${act.is} has no target`);
  switch (act.is) {
    case 'click':
      return target.click(options);
    case 'dblclick':
      return target.dblclick(options);
    case 'hover':
      return target.hover(options);
    case 'check':
      return target.check(options);
    case 'uncheck':
      return target.uncheck(options);
    case 'fill':
      return target.fill(act.value, options);
    case 'select':
      return target.selectOption(act.value, options);
    case 'upload':
      return target.setInputFiles([...files], options);
    default:
      throw new Error(`nobody does ${JSON.stringify(act)}`);
  }
}

interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** Files of the work dir, read from within the Cell. @returns what is wrong with one, in words. */
async function readFiles(
  paths: readonly string[],
  { cell, workDir, limits }: TrialContext,
): Promise<readonly Upload[] | string> {
  const files: Upload[] = [];
  for (const path of paths) {
    const found = await cell.read(posix.resolve(workDir, path), limits.response);
    if (found.is === 'unseen') return `${path} could not be read: ${found.why}`;
    if (found.is !== 'file') return `there is no file ${path} in the work dir`;
    if (found.size > found.bytes.length) return `${path} is larger than ${bytes(limits.response)}`;
    files.push({ name: posix.basename(path), mimeType: typeOf(path), buffer: Buffer.from(found.bytes) });
  }
  return files;
}

const typeOf = (path: string): string => types.get(posix.extname(path).toLowerCase()) ?? 'application/octet-stream';

/** As browsers name what people upload. */
const types: ReadonlyMap<string, string> = new Map([
  ['.csv', 'text/csv'],
  ['.gif', 'image/gif'],
  ['.htm', 'text/html'],
  ['.html', 'text/html'],
  ['.jpeg', 'image/jpeg'],
  ['.jpg', 'image/jpeg'],
  ['.json', 'application/json'],
  ['.md', 'text/markdown'],
  ['.pdf', 'application/pdf'],
  ['.png', 'image/png'],
  ['.svg', 'image/svg+xml'],
  ['.txt', 'text/plain'],
  ['.webp', 'image/webp'],
  ['.xml', 'text/xml'],
  ['.zip', 'application/zip'],
]);
