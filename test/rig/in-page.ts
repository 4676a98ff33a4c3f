// What tests ask of a page, as text: the compiler knows no DOM here.

/** How many pixels a page is wider than its window. */
export const sideways = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

export const openAll = `for (const details of document.querySelectorAll('details')) details.open = true`;

/** The id of what has the focus, or of the scenario around it. */
export const focused = `document.activeElement?.closest('.scenario')?.id ?? document.activeElement?.id`;

export const ground = 'getComputedStyle(document.body).backgroundColor';

/** What assistive technology stumbles over. */
export interface Structure {
  readonly doubled: readonly string[];
  /** Levels of headings that come without the level above. */
  readonly skipped: readonly number[];
  readonly unnamed: readonly string[];
  readonly mains: number;
  readonly titles: number;
}

export const structure = `(() => {
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all('[id]').map(({ id }) => id);
  const levels = all('h1, h2, h3, h4, h5, h6').map(({ tagName }) => Number(tagName[1]));
  const nameOf = (element) => (element.getAttribute('aria-label') ?? element.textContent).trim();
  return {
    doubled: ids.filter((id, i) => ids.indexOf(id) !== i),
    skipped: levels.filter((level, i) => level > (levels[i - 1] ?? 0) + 1),
    unnamed: all('button, a, input, select, summary, th, option, [role]:not([role=status])')
      .filter((element) => nameOf(element) === '')
      .map(({ outerHTML }) => outerHTML),
    mains: all('main').length,
    titles: all('h1').length,
  };
})()`;

/** The colours on the canvas of the chart, once it is drawn. */
export const inks = `new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))).then(() => {
  const canvas = document.querySelector('#chart canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0) seen.add(data.slice(i, i + 3).join());
  return [...seen].toSorted();
})`;

export const picture = `document.querySelector('#chart canvas').toDataURL()`;

/** Texts whose colour is too close to what is behind them: below 4.5 to 1, as WCAG asks of level AA. */
export const faintTexts = `(() => {
  const channels = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number);
  const linear = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const groundOf = (element) => {
    if (element === null) return 'rgb(255, 255, 255)';
    const colour = getComputedStyle(element).backgroundColor;
    return (channels(colour)[3] ?? 1) === 0 ? groundOf(element.parentElement) : colour;
  };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    if (node.textContent.trim() === '' || !element.checkVisibility({ visibilityProperty: true })) continue;
    const { color, opacity } = getComputedStyle(element);
    const [dark, light] = [luminance(color), luminance(groundOf(element))].toSorted((a, b) => a - b);
    const ratio = ((light + 0.05) / (dark + 0.05)) * opacity;
    if (ratio < 4.5) faint.add((element.className || element.tagName) + ' ' + ratio.toFixed(2));
  }
  return [...faint];
})()`;
