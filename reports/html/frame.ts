import type { Excerpt } from '../../harness/model/problem.ts';
import { type Html, html, lines } from './html.ts';
import { scroller } from './text.ts';

/** Characters of a line that are shown; of longer ones, those around the caret. */
const frameWidth = 120;

/** Source lines with the place marked, and below it carets and what is wrong there. */
export function codeFrame({ at, firstLine, lines: source }: Excerpt, note?: string): Html {
  const gutter = String(firstLine + source.length - 1).length;
  const from = windowStart(at.column - 1, at.length, source[at.line - firstLine]?.length ?? 0);
  const rows = source.map((text, i) => {
    const number = html`<span class="n">${String(firstLine + i).padStart(gutter)} │</span> `;
    return firstLine + i === at.line
      ? html`${number}${marked(text, at, from, gutter, note)}\n`
      : html`${number}${lines(cut(text, from))}\n`;
  });
  const place = `${at.file}:${at.line}:${at.column}`;
  return html`<figure class="frame"><figcaption>${place}</figcaption><pre${scroller(source.map((text) => cut(text, from)).join('\n'), place)}><code>${rows}</code></pre></figure>`;
}

/** The carets stand behind a copy of what is before them, so that they are below their place in every font. */
function marked(text: string, at: Excerpt['at'], from: number, gutter: number, note: string | undefined): Html {
  const begin = at.column - 1;
  const end = Math.min(begin + at.length, from + frameWidth);
  const before = lines(`${from > 0 ? '…' : ''}${text.slice(from, begin)}`);
  const own = text.slice(begin, end);
  const after = `${text.slice(end, from + frameWidth)}${text.length > from + frameWidth ? '…' : ''}`;
  return html`${before}<mark>${lines(own)}</mark>${lines(after)}
<span class="n">${' '.repeat(gutter)} │</span> <span class="ghost" aria-hidden="true">${before}</span><span class="caret"><span aria-hidden="true">${'^'.repeat(
    Math.max(1, own.length),
  )} </span>${note}</span>`;
}

/** The first character to show, so that what is marked is in sight with something around it. */
function windowStart(before: number, length: number, total: number): number {
  if (total <= frameWidth) return 0;
  const wanted = before + Math.min(length, frameWidth / 2) - frameWidth / 2;
  return Math.max(0, Math.min(Math.round(wanted), total - frameWidth, before));
}

function cut(text: string, from: number): string {
  const shown = text.slice(from, from + frameWidth);
  return `${from > 0 && text !== '' ? '…' : ''}${shown}${text.length > from + frameWidth ? '…' : ''}`;
}
