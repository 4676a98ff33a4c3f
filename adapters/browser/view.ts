import type { CDPSession, Page } from 'playwright';

/** What a page shows right now. */
export interface View {
  readonly url: string;
  readonly title: string;
  /** Visible text, white space collapsed; nothing when it is longer than the limit, or nobody looked for it. */
  readonly text?: string;
  /** Elements on it. */
  readonly elements: number;
}

/**
 * Looks at the page from a world of its own: what scripts of the page do to their prototypes doesn't reach there. What
 * the page's elements are called does (`<img name="title">` stands in for `document.title`), so properties are read by
 * their own getters. @param limit characters. @param most elements of a page whose text is looked for: more take longer
 * than there is time. @throws when the page is gone.
 */
export const view = (page: Page, limit: number, most: number): Promise<View> =>
  inOwnWorld<View>(page, `(${looking})(${limit}, ${most})`);

/**
 * Evaluates `expression` in the page's main frame, in a world where no script of the page has been. Two seconds at most.
 * @returns a copy of what it comes to. @throws when it throws, takes longer, or the page is gone.
 */
export async function inOwnWorld<T>(page: Page, expression: string): Promise<T> {
  const { session, frameId } = await prepareView(page);
  const { executionContextId } = await session.send('Page.createIsolatedWorld', { frameId, worldName: 'judge' });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    contextId: executionContextId,
    returnByValue: true,
    timeout: 2000,
  });
  if (exceptionDetails !== undefined) throw new Error(`a page could not be looked at: ${exceptionDetails.text}`);
  return result.value as T;
}

interface Way {
  readonly session: CDPSession;
  /** Of the page's main frame, wherever it goes. */
  readonly frameId: string;
}

const ways = new WeakMap<Page, Promise<Way>>();

/** Opens the way by which a page is looked at, which is the same for all of its life. */
export function prepareView(page: Page): Promise<Way> {
  const known = ways.get(page) ?? openWay(page);
  ways.set(page, known);
  return known;
}

async function openWay(page: Page): Promise<Way> {
  const session = await page.context().newCDPSession(page);
  const { targetInfo } = await session.send('Target.getTargetInfo');
  return { session, frameId: targetInfo.targetId };
}

/** Runs in the page. */
const looking = `(limit, most) => {
  const get = (on, type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get.call(on);
  const root = get(document, Document, 'documentElement');
  const body = get(document, Document, 'body');
  const elements = root === null ? 0 : Element.prototype.getElementsByTagName.call(root, '*').length;
  const text = elements > most ? undefined : body === null ? '' : get(body, HTMLElement, 'innerText').replace(/\\s+/g, ' ').trim();
  return {
    url: location.href.slice(0, 8192),
    title: get(document, Document, 'title').slice(0, limit).replace(/\\s+/g, ' ').trim(),
    ...(text === undefined || text.length > limit ? {} : { text }),
    elements,
  };
}`;
