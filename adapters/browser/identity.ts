import type { Browser, BrowserContext, Dialog, Page } from 'playwright';
import { knowDrawn } from './drawn.ts';
import { ACT_MS } from './stop.ts';
import { type Notes, notes, quoted } from './notes.ts';
import { prepareView } from './view.ts';

/** One user of the candidate: cookies, storage and pages of their own. */
export interface Identity {
  readonly context: BrowserContext;
  readonly notes: Notes;
  /** The whole address of a path of the candidate. */
  addressOf(path: string): string;
  /** The newest page that is open; a new one when there is none. */
  page(): Promise<Page>;
  /** Calls when a page was opened or closed, until the returned function is called. */
  onPages(listener: () => void): () => void;
  /** How dialogs that open from now on are answered. */
  answer(dialogs: { readonly accept: boolean; readonly text?: string }): void;
}

const mostPages = 10;

/** A context with an empty page in it, for nobody yet. */
export interface Blank {
  /** Whether it is still there: when memory runs short, a page that shows nothing may have to go, too. */
  usable(): boolean;
  /** Makes it one identity's of one Trial; once. `origin` is the candidate's: `http://127.0.0.1:3000`. */
  begin(origin: string): Identity;
}

export async function openBlank(browser: Browser): Promise<Blank> {
  await knowDrawn();
  const context = await browser.newContext({
    serviceWorkers: 'block',
    acceptDownloads: false,
    viewport: { width: 1280, height: 720 },
  });
  context.setDefaultTimeout(ACT_MS);
  // A lane has loopback and nothing else, which a browser takes for being offline.
  await context.addInitScript("Object.defineProperty(Navigator.prototype, 'onLine', { get: () => true })");
  // No snapshots: they are taken by code in the page's own world, where a page can make it wait for ever.
  await context.tracing.start({ snapshots: false, screenshots: false });
  const page = await context.newPage();
  let crashed = false;
  page.once('crash', () => {
    crashed = true;
  });
  await prepareView(page);
  return {
    usable: () => browser.isConnected() && !crashed,
    begin: (origin) => identityOf(context, origin),
  };
}

function identityOf(context: BrowserContext, origin: string): Identity {
  const said = notes();
  let answer: { readonly accept: boolean; readonly text?: string } | undefined;
  watch(context, origin, said);
  context.on('dialog', (dialog) => void reply(dialog, answer, said).catch(() => {}));
  return {
    context,
    notes: said,
    addressOf: (path) => `${origin}${path}`,
    page: async () => context.pages().at(-1) ?? (await context.newPage()),
    onPages(listener) {
      const opened = (page: Page): void => {
        page.once('close', listener);
        listener();
      };
      for (const page of context.pages()) page.once('close', listener);
      context.on('page', opened);
      return () => {
        context.off('page', opened);
        for (const page of context.pages()) page.off('close', listener);
      };
    },
    answer(dialogs) {
      answer = dialogs;
    },
  };
}

async function reply(
  dialog: Dialog,
  answer: { readonly accept: boolean; readonly text?: string } | undefined,
  said: Notes,
): Promise<void> {
  // Asks whether to leave the page: what navigates has said so.
  if (dialog.type() === 'beforeunload') return dialog.accept();
  if (answer === undefined && dialog.type() !== 'alert') {
    said.add(`a ${dialog.type()} was dismissed: ${quoted(dialog.message())}; answer it with "dialog" before it opens`);
  }
  return answer?.accept === true ? dialog.accept(answer.text) : dialog.dismiss();
}

function watch(context: BrowserContext, origin: string, said: Notes): void {
  context.on('console', (message) => {
    if (message.type() === 'error') said.add(`the console said: ${quoted(message.text())}`);
  });
  context.on('weberror', (error) => said.add(`an error in the page: ${quoted(error.error().message)}`));
  context.on('request', (request) => {
    const url = request.url();
    if (!inside(url, origin)) said.add(`a request left the candidate: ${quoted(url)}`);
  });
  const watchPage = (page: Page): void => {
    page.on('crash', () => said.add('the page crashed'));
    page.on('download', (download) => said.add(`a download was refused: ${quoted(download.suggestedFilename())}`));
  };
  context.pages().forEach(watchPage);
  context.on('page', (page) => {
    watchPage(page);
    if (context.pages().length > mostPages) {
      said.add(`more than ${mostPages} pages were open; the newest was closed`);
      void page.close().catch(() => {});
    }
  });
}

const inside = (url: string, origin: string): boolean =>
  url.startsWith(`${origin}/`) || url === origin || /^(?:data|blob|about):/.test(url);
