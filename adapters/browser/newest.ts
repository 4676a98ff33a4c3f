import type { Page } from 'playwright';
import type { Identity } from './identity.ts';

/** What each operation of Playwright's takes. Milliseconds. */
export interface Waiting {
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * Waits for something on the newest page; begins again when another page becomes the newest meanwhile. Only for what
 * looks: what acts would act twice.
 * @throws what `look` throws, when no page made it happy until `deadline` (of `performance.now()`).
 */
export async function onNewestPage<T>(
  identity: Identity,
  deadline: number,
  signal: AbortSignal,
  look: (page: Page, waiting: Waiting) => Promise<T>,
): Promise<T> {
  for (;;) {
    const changed = new AbortController();
    const stop = identity.onPages(() => changed.abort());
    try {
      const page = await identity.page();
      const timeout = Math.max(1, deadline - performance.now());
      return await look(page, { timeout, signal: AbortSignal.any([signal, changed.signal]) });
    } catch (error) {
      const again = changed.signal.aborted && !signal.aborted && performance.now() < deadline;
      if (!again) throw error;
    } finally {
      stop();
    }
  }
}
