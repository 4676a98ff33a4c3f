import { randomUUID } from 'node:crypto';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Attachment, Evidence } from '../../harness/model/observation.ts';
import type { Identity } from './identity.ts';
import { inTime } from './in-time.ts';
import { view } from './view.ts';

const linesShown = 12;
const SHOW_MS = 2500;
/** A page of more elements than this is not described: it would take longer than anybody reads. */
const mostElements = 20_000;
const largestPicture = 4 * 1024 * 1024;
const largestTrace = 16 * 1024 * 1024;

/** What stood on the page, a picture of it, and a trace of how it came to that. What can't be had is left out. */
export async function evidence(identity: Identity, tracesDir: string, limit: number): Promise<Evidence> {
  const [outline, picture] = await Promise.all([outlineOf(identity, limit), screenshot(identity)]);
  const trace = await traceOf(identity, join(tracesDir, `${randomUUID()}.zip`));
  const lines = outline?.split('\n') ?? [];
  const attachments: Attachment[] = [
    ...(picture === undefined ? [] : [{ what: 'screenshot' as const, bytes: picture }]),
    ...(trace === undefined ? [] : [{ what: 'trace' as const, bytes: trace }]),
    // Only when there is more of it than is shown at once.
    ...(lines.length > linesShown ? [{ what: 'outline' as const, bytes: Buffer.from(`${outline}\n`) }] : []),
  ];
  const page = beginning(lines);
  return { ...(page !== '' && { page }), notes: identity.notes.lines(), attachments };
}

/** The page as an ARIA snapshot, of as many characters as a step may read. */
async function outlineOf(identity: Identity, limit: number): Promise<string | undefined> {
  return within(SHOW_MS, async () => {
    const page = await identity.page();
    const { elements, text } = await view(page, limit, mostElements);
    if (text === undefined) return `a page of ${elements} elements, too large to show`;
    return (await page.locator('css=body').ariaSnapshot({ timeout: SHOW_MS })).slice(0, limit);
  });
}

function beginning(lines: readonly string[]): string {
  const shown = lines.slice(0, linesShown).map((line) => (line.length > 200 ? `${line.slice(0, 199)}…` : line));
  const left = lines.length - shown.length;
  return [...shown, ...(left > 0 ? [`… ${left} more ${left === 1 ? 'line' : 'lines'}`] : [])].join('\n');
}

async function screenshot(identity: Identity): Promise<Uint8Array | undefined> {
  const picture = await within(SHOW_MS, async () => (await identity.page()).screenshot({ timeout: SHOW_MS }));
  return picture !== undefined && picture.length <= largestPicture ? picture : undefined;
}

async function traceOf({ context }: Identity, path: string): Promise<Uint8Array | undefined> {
  try {
    return await within(SHOW_MS, async () => {
      await context.tracing.stop({ path });
      return (await stat(path)).size <= largestTrace ? await readFile(path) : undefined;
    });
  } finally {
    await rm(path, { force: true });
  }
}

/** What can't be had in time is left out. */
const within = <T>(ms: number, work: () => Promise<T>): Promise<T | undefined> =>
  inTime(
    ms,
    work().catch(() => undefined),
    undefined,
  );
