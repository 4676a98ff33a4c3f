import { accessSync, constants, existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Environment, FoundBrowser } from '../model/cell.ts';
import { fail, ok, type Problem, problem, type Result } from '../model/problem.ts';

export interface BrowserSearch {
  /** Where `HOLDOUT_BROWSER`, `PLAYWRIGHT_BROWSERS_PATH`, `DISPLAY` and `XAUTHORITY` are looked up. */
  readonly env: { readonly [name: string]: string | undefined };
  /** Is somebody to see its window? */
  readonly headed: boolean;
  /** Where browsers are installed; the usual places unless stated. */
  readonly places?: readonly string[];
}

/**
 * Finds a browser: the one that `HOLDOUT_BROWSER` names, Playwright's own, or an installed Chromium, Chrome or Edge.
 * Never one of the user's PATH, which a candidate's folder may be part of. A Problem says how to get one.
 */
export function findBrowser({ env, headed, places = usualPlaces }: BrowserSearch): Result<FoundBrowser> {
  const display = headed ? displayOf(env) : undefined;
  if (headed && display === undefined) return fail(noDisplay());
  const configured = env['HOLDOUT_BROWSER'];
  if (configured !== undefined && configured !== '') {
    return isProgram(configured) ? ok(found(configured, display)) : fail(notThere(configured));
  }
  const shells = headed ? [] : ['chromium_headless_shell'];
  const own = [...shells, 'chromium'].flatMap((name) => playwrights(env, name));
  const installed = places.filter((place) => !headed || !isShell(place));
  const [first] = [...own, ...installed].filter(isProgram);
  return first === undefined ? fail(noBrowser(headed)) : ok(found(first, display));
}

/** The lighter one first: it has no window to draw, and starts in a fifth of the time. */
const usualPlaces: readonly string[] = [
  '/usr/lib/chromium/chromium-headless-shell',
  '/usr/bin/chromium-headless-shell',
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium/chrome',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/usr/lib64/chromium-browser/headless_shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const isShell = (place: string): boolean => /headless[-_]shell$/.test(place);

/** Browsers that `npx playwright install` put below its cache, newest first. */
function playwrights(env: BrowserSearch['env'], name: string): readonly string[] {
  const stated = env['PLAYWRIGHT_BROWSERS_PATH'];
  const caches = stated
    ? [stated]
    : ['.cache', 'Library/Caches'].map((cache) => join(homedir(), cache, 'ms-playwright'));
  return caches.flatMap((cache) =>
    listed(cache)
      .filter((folder) => new RegExp(`^${name}-\\d+$`).test(folder))
      .toSorted((a, b) => Number(b.slice(name.length + 1)) - Number(a.slice(name.length + 1)))
      .flatMap((folder) => listed(join(cache, folder)).map((below) => join(cache, folder, below)))
      .flatMap((folder) => executables.map((executable) => join(folder, executable))),
  );
}

const executables = [
  'chrome-headless-shell',
  'headless_shell',
  'chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

const listed = (folder: string): readonly string[] => (existsSync(folder) ? readdirSync(folder) : []);

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** What lies in /usr every sandbox has. A program that stands alone (a wrapper in somebody's home) brings no folder along. */
function found(path: string, display: Environment | undefined): FoundBrowser {
  const executable = realpathSync(path);
  const folder = dirname(executable);
  const whole = existsSync(join(folder, 'icudtl.dat'));
  const folders = executable.startsWith('/usr/') ? [] : [whole ? folder : executable];
  return { executable, folders, ...(display !== undefined && { display }) };
}

function displayOf({ DISPLAY, XAUTHORITY }: BrowserSearch['env']): Environment | undefined {
  if (!DISPLAY) return undefined;
  return { DISPLAY, ...(XAUTHORITY && { XAUTHORITY }) };
}

const ways = [
  'npx playwright install chromium-headless-shell',
  'sudo apt-get install -y chromium',
  'or set HOLDOUT_BROWSER to the program of a Chromium, Chrome or Edge',
];

const noBrowser = (headed: boolean): Problem =>
  problem('no-browser', `no browser${headed ? ' with a window' : ''} was found on this machine`, {
    notes: ['scenarios with browser steps need Chromium, Chrome or Edge'],
    fix: ways.join('\n').replace('-headless-shell', headed ? '' : '-headless-shell'),
  });

const notThere = (path: string): Problem =>
  problem('no-browser', `HOLDOUT_BROWSER names ${path}, and no program is there`, {
    fix: 'name the program of a Chromium, Chrome or Edge, or unset it',
  });

const noDisplay = (): Problem =>
  problem('no-display', 'there is no display to show a browser on: DISPLAY is not set', {
    fix: 'run it in a desktop session, or without --headed',
  });
