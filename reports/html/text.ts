import { when } from '../words.ts';
import { type Html, html, lines } from './html.ts';

/** Characters of one text that a page shows; all that is longer makes it slow, and is never read to its end. */
const shownText = 100_000;

/** `82 %`: a share of 0 to 1. What is not quite none or all never reads as such. */
export function percent(share: number): string {
  const digits = (share > 0 && share < 0.01) || (share > 0.99 && share < 1) ? 1 : 0;
  return `${(share * 100).toFixed(digits)} %`;
}

/** `2026-03-01 10:00 UTC`, for programs as it was. */
export function time(iso: string): Html {
  return html`<time datetime="${iso}">${when(iso)} UTC</time>`;
}

/** `12,345`: a whole number. What the language has for it takes longer to load than the rest of a page. */
export const grouped = (number: number): string => String(number).replaceAll(/(?<=\d)(?=(\d{3})+$)/g, ',');

/** A scrolling block of code; a text that is too long keeps its `end` or its beginning, and says so. */
export function block(text: string, label: string, keep: 'start' | 'end' = 'start'): Html {
  const left = text.length - shownText;
  if (left <= 0) return pre(text.trimEnd(), label);
  const kept = keep === 'start' ? text.slice(0, shownText) : text.slice(-shownText);
  return html`${pre(kept, label)}<p class="note">${grouped(left)} more characters ${
    keep === 'start' ? 'follow' : 'came before'
  }; they are not shown.</p>`;
}

const pre = (text: string, label: string): Html => html`<pre${scroller(text, label)}><code>${lines(text)}</code></pre>`;

/** What has to be scrolled has to be within reach of the keyboard, and to say what it is. */
export function scroller(text: string, label: string): Html | undefined {
  const own = text.split('\n');
  const fits = own.length <= mostLines && own.every((line) => line.length <= mostColumns);
  return fits ? undefined : html` tabindex="0" role="group" aria-label="${label}"`;
}

/** What a block has room for. */
const mostLines = 20;
const mostColumns = 80;

/** One line to be typed elsewhere, and a button that takes it along. */
export function command(line: string): Html {
  return html`<div class="command"><pre${scroller(line, 'command')}><code>${line}</code></pre><button type="button" class="copy js-only">Copy</button></div>`;
}

export type Level = 2 | 3 | 4 | 5;

export function heading(level: Level, content: Html | string): Html {
  switch (level) {
    case 2:
      return html`<h2>${content}</h2>`;
    case 3:
      return html`<h3>${content}</h3>`;
    case 4:
      return html`<h4>${content}</h4>`;
    case 5:
      return html`<h5>${content}</h5>`;
    default:
      return level;
  }
}

/** The next level down, as far as there are any. */
export const below = (level: Level): Level => (level === 2 ? 3 : level === 3 ? 4 : 5);
