import { mkdtempSync } from 'node:fs';
import type { AddressInfo, Server } from 'node:net';
import type { Browser } from 'playwright';
import type { BrowserProgram } from '../../harness/model/cell.ts';
import { MachineTrouble } from '../../harness/model/problem.ts';
import { openProxy } from './proxy.ts';

/** A started browser, and a folder beside its own that it can't write to. */
export interface Launched {
  readonly browser: Browser;
  readonly tracesDir: string;
}

/** One browser for the life of a process: starting one takes longer than most Trials. */
let running: Promise<Launched> | undefined;

/** Where its pages lead, for the life of the process too. */
let proxy: Server | undefined;

/** The running browser, or a new one when there is none any more. @throws MachineTrouble when it doesn't start. */
export async function launched(program: () => BrowserProgram): Promise<Launched> {
  const known = await running?.catch(() => undefined);
  if (known?.browser.isConnected() === true) return known;
  running = launch(program());
  return running;
}

/** Ends it, for whoever lives on without it. */
export async function closeBrowser(): Promise<void> {
  const known = await running?.catch(() => undefined);
  running = undefined;
  await known?.browser.close();
}

/** Loads playwright, which takes half a second. */
export async function load(): Promise<Pick<typeof import('playwright/test'), 'chromium' | 'expect'>> {
  // A lane's user has no home, which Playwright asks for when it is loaded.
  process.env['HOME'] ??= '/';
  const { chromium, expect } = await import('playwright/test');
  return { chromium, expect };
}

async function launch({ program, dir, headed, sandbox }: BrowserProgram): Promise<Launched> {
  // The profile is made below it, where the browser can write. Playwright offers no other way to say so.
  process.env['TMPDIR'] = dir;
  const tracesDir = mkdtempSync(`${dir}-traces-`);
  const { chromium } = await load();
  proxy ??= await openProxy();
  const { port } = proxy.address() as AddressInfo;
  try {
    const browser = await chromium.launch({
      executablePath: program,
      headless: !headed,
      chromiumSandbox: sandbox,
      tracesDir,
      proxy: { server: `socks5://127.0.0.1:${port}` },
      // Set for the whole browser, so that no page has to be told.
      args: ['--lang=en-US', '--disable-quic', ...(headed ? ['--ozone-platform=x11'] : [])],
      env: { HOME: dir, TMPDIR: dir, LANG: 'en_US.UTF-8', TZ: 'UTC', ...displayOf(headed) },
      // A page opens windows when somebody clicked, as it would for a user.
      ignoreDefaultArgs: ['--disable-popup-blocking'],
      handleSIGINT: false,
      handleSIGTERM: false,
      handleSIGHUP: false,
    });
    return { browser, tracesDir };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new MachineTrouble(`the browser could not be started: ${said.slice(0, 2000)}`);
  }
}

/** An unconfined browser finds its display as any program does; a confined one has it in its launcher. */
function displayOf(headed: boolean): { readonly [name: string]: string } {
  const { DISPLAY, XAUTHORITY } = process.env;
  return headed ? { ...(DISPLAY && { DISPLAY }), ...(XAUTHORITY && { XAUTHORITY }) } : {};
}
