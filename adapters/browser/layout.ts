import type { CDPSession, Frame, Page } from 'playwright';
import { type LaidOut, readLayout, styles } from './read-layout.ts';
import { prepareView } from './view.ts';

/**
 * What the page and its frames show as text, from where it is painted: with shadows that scripts can't enter, and with what
 * style sheets add. Without what fields hold. What has no place on the page, or is hidden, is not in it.
 * @throws when the page is gone.
 */
export async function laidOut(page: Page): Promise<readonly LaidOut[]> {
  const { session } = await prepareView(page);
  const together = await documentsOf(session, false);
  const frames = page.frames().filter((frame) => frame !== page.mainFrame());
  const apart = await Promise.all(
    frames.map(async (frame) => {
      // A frame of the page's own process has no session, and is among its documents.
      const opening = page.context().newCDPSession(frame);
      const own = await opening.catch(() => undefined);
      if (own === undefined) return [];
      const found = (await isVisible(frame)) ? await documentsOf(own, true) : [];
      await own.detach();
      return found;
    }),
  );
  return [...together, ...apart.flat()];
}

/** Nothing around it is hidden. */
async function isVisible(frame: Frame): Promise<boolean> {
  for (let at = frame; at.parentFrame() !== null; at = at.parentFrame() ?? at)
    if (!(await (await at.frameElement()).isVisible())) return false;
  return true;
}

/** Of the document that the session is for, and of those in its frames that a person can see. */
async function documentsOf(session: CDPSession, inFrame: boolean): Promise<readonly LaidOut[]> {
  const { documents, strings } = await session.send('DOMSnapshot.captureSnapshot', { computedStyles: [...styles] });
  const found: LaidOut[] = [];
  const waiting = [0];
  for (const index of waiting) {
    const document = documents[index];
    const [, , width = 0, height = 0] = document?.layout.bounds[0] ?? [];
    // Frames of a pixel are there for scripts.
    if (document === undefined || width <= 1 || height <= 1) continue;
    const { frames, ...laid } = readLayout(document, strings);
    found.push({ ...laid, inFrame: inFrame || index > 0 });
    waiting.push(...frames);
  }
  return found;
}
