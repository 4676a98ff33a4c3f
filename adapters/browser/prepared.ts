import type { BrowserProgram } from '../../harness/model/cell.ts';
import { type Blank, openBlank } from './identity.ts';
import { launched } from './launch.ts';

/** A context that nobody has used. Making one takes as long as two acts, so that one more than needed is kept ready. */
interface Prepared {
  readonly blank: Blank;
  readonly tracesDir: string;
}

let ready: Promise<Prepared> | undefined;

/** Starts the browser, when it isn't running, and makes a context ready. What goes wrong is told to whoever takes it. */
export function prepare(program: () => BrowserProgram): void {
  ready ??= open(program);
  ready.catch(() => {});
}

/** A context that nobody has used, and nobody else will get. @throws MachineTrouble when the browser doesn't start. */
export async function takePrepared(program: () => BrowserProgram): Promise<Prepared> {
  const waiting = ready;
  ready = undefined;
  const prepared = await waiting?.catch(() => undefined);
  const taken = prepared?.blank.usable() === true ? prepared : await open(program);
  // The next one is made while this one's acts wait for their page.
  prepare(program);
  return taken;
}

async function open(program: () => BrowserProgram): Promise<Prepared> {
  const { browser, tracesDir } = await launched(program);
  return { blank: await openBlank(browser), tracesDir };
}
