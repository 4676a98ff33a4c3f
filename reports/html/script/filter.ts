/** Narrows the page down by word, tag and text; the address keeps how, and leads to single scenarios too. */
export const filter = String.raw`
{
  const bar = document.querySelector('.filter');
  const items = [...document.querySelectorAll('.item')];
  const groups = [...document.querySelectorAll('.group')].filter((group) => group.querySelector('.item') !== null);
  /** @type {HTMLInputElement | null} */
  const query = document.querySelector('#q');
  /** @type {HTMLSelectElement | null} */
  const tag = document.querySelector('#tag');
  const words = [...document.querySelectorAll('.word')];
  /** @type {Map<Element, string>} */
  const texts = new Map();

  const pressed = () => words.filter((button) => button.getAttribute('aria-pressed') === 'true').map((button) => attribute(button, 'data-word'));
  /** @param {Element} item */
  const textOf = (item) => {
    const known = texts.get(item);
    if (known !== undefined) return known;
    const text = (item.textContent ?? '').toLowerCase();
    texts.set(item, text);
    return text;
  };

  const apply = () => {
    const wanted = pressed();
    const sought = (query?.value ?? '').toLowerCase().split(/\s+/).filter((part) => part !== '');
    const only = tag?.value ?? '';
    for (const item of items) {
      const own = attribute(item, 'data-words').split(' ');
      const fits = (wanted.length === 0 || wanted.some((word) => own.includes(word)))
        && (only === '' || attribute(item, 'data-tags').split(' ').includes(only))
        && (sought.length === 0 || sought.every((part) => textOf(item).includes(part)));
      item.toggleAttribute('hidden', !fits);
    }
    for (const group of groups) group.toggleAttribute('hidden', group.querySelector('.item:not([hidden])') === null);
    if (bar !== null) {
      const counted = items.filter((item) => item.classList.contains(attribute(bar, 'data-counted')));
      const left = counted.filter((item) => !item.hasAttribute('hidden')).length;
      const narrowed = wanted.length > 0 || sought.length > 0 || only !== '';
      bar.classList.toggle('narrowed', narrowed);
      byId('shown').textContent = narrowed ? left + ' of ' + counted.length + ' ' + attribute(bar, 'data-noun') : '';
    }
  };

  const write = () => {
    const state = new URLSearchParams();
    if (pressed().length > 0) state.set('is', pressed().join(' '));
    if (tag !== null && tag.value !== '') state.set('tag', tag.selectedOptions[0]?.text ?? '');
    if (query !== null && query.value !== '') state.set('q', query.value);
    history.replaceState(null, '', '#' + state.toString());
  };

  const read = () => {
    const hash = location.hash.slice(1);
    if (hash !== '' && !hash.includes('=')) return lead(hash);
    const state = new URLSearchParams(hash);
    const wanted = (state.get('is') ?? '').split(' ');
    for (const button of words) button.setAttribute('aria-pressed', String(wanted.includes(attribute(button, 'data-word'))));
    if (tag !== null) tag.selectedIndex = Math.max(0, [...tag.options].findIndex((option) => option.text === state.get('tag') && option.value !== ''));
    if (query !== null) query.value = state.get('q') ?? '';
    apply();
  };

  /** @param {string} id */
  const lead = (id) => {
    const target = document.getElementById(id);
    if (target === null) return;
    if (target.closest('[hidden]') !== null) clear();
    const details = target.querySelector('details');
    if (details !== null && target.classList.contains('scenario')) details.open = true;
    target.scrollIntoView();
    target.querySelector('summary')?.focus({ preventScroll: true });
  };

  const clear = () => {
    for (const button of words) button.setAttribute('aria-pressed', 'false');
    if (tag !== null) tag.value = '';
    if (query !== null) query.value = '';
    apply();
  };

  for (const button of words) {
    button.addEventListener('click', () => {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      apply();
      write();
    });
  }
  for (const control of [query, tag]) {
    control?.addEventListener('input', () => {
      apply();
      write();
    });
  }
  addEventListener('hashchange', read);
  read();
}
`;
