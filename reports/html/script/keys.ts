/** The keyboard, and what stands open. */
export const keys = String.raw`
{
  /** @type {HTMLDialogElement | null} */
  const dialog = document.querySelector('dialog');
  /** @type {HTMLInputElement | null} */
  const query = document.querySelector('#q');
  /** @returns {HTMLElement[]} */
  const summaries = () => [...document.querySelectorAll('.scenario:not([hidden]) > details > summary')].filter((element) => element instanceof HTMLElement);

  /** @param {number} step */
  const move = (step) => {
    const all = summaries();
    const own = document.activeElement?.closest('.scenario')?.querySelector('summary');
    const at = all.findIndex((summary) => summary === own);
    const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, at + step));
    all[next]?.focus();
  };

  /** @param {HTMLElement} element */
  const types = (element) => element.matches('input, select, textarea');
  const steps = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };

  addEventListener('keydown', (event) => {
    const target = event.target instanceof HTMLElement ? event.target : document.body;
    if (event.ctrlKey || event.metaKey || event.altKey || dialog?.open === true) return;
    if (types(target)) {
      if (event.key === 'Escape') target.blur();
      return;
    }
    const { key } = event;
    const arrow = key === 'ArrowDown' || key === 'ArrowUp';
    if (key === 'j' || key === 'k' || (arrow && target.matches('.scenario > details > summary'))) move(steps[key]);
    else if (key === '/' && query !== null) {
      query.focus();
      query.select();
    } else if (key === '?') dialog?.showModal();
    else if (key === 't') byId('theme').click();
    else return;
    event.preventDefault();
  });
  byId('help').addEventListener('click', () => dialog?.showModal());
  byId('close-keys').addEventListener('click', () => dialog?.close());

  const all = document.querySelector('#open-all');
  all?.addEventListener('click', () => {
    const open = all.getAttribute('aria-pressed') !== 'true';
    all.setAttribute('aria-pressed', String(open));
    all.textContent = open ? 'Close all' : 'Open all';
    for (const details of document.querySelectorAll('.scenario > details')) details.toggleAttribute('open', open);
  });

  // Older browsers open nothing for paper because of a style sheet.
  /** @type {Element[]} */
  let opened = [];
  addEventListener('beforeprint', () => {
    opened = [...document.querySelectorAll('details:not([open])')];
    for (const details of opened) details.setAttribute('open', '');
  });
  addEventListener('afterprint', () => {
    for (const details of opened) details.removeAttribute('open');
  });

  document.addEventListener('click', async ({ target }) => {
    const button = target instanceof Element ? target.closest('.copy') : null;
    const code = button?.parentElement?.querySelector('code');
    if (!button || !code) return;
    const copied = await copy(code);
    button.textContent = copied ? 'Copied' : 'Selected';
    byId('said').textContent = copied ? 'Copied.' : 'Selected, to be copied.';
  });

  /** @param {Element} code */
  const copy = async (code) => {
    try {
      await navigator.clipboard.writeText(code.textContent ?? '');
      return true;
    } catch {
      getSelection()?.selectAllChildren(code);
      return false;
    }
  };
}
`;
