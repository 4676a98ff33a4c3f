import { createHash } from 'node:crypto';
import { type Html, html, inlined, dataBlock, textOf } from './html.ts';
import { earlyScript } from './script/early.ts';
import { pageScript } from './script/index.ts';
import { pageStyle } from './style/index.ts';
import type { Trend } from './trend.ts';
import { chartScript, chartStyle } from './uplot.ts';

export interface Page {
  readonly title: string;
  /** What a browser calls the page, when that is more than its title. */
  readonly tab?: string;
  /** What stands above the heading. */
  readonly kicker?: string;
  readonly body: Html;
  /** What there is to draw; a chart makes a page 50 KB longer. */
  readonly trend?: Trend;
}

/** The keys that the script knows; shown by `?`. */
const keys: readonly (readonly [keys: readonly string[], what: string])[] = [
  [['j', 'k'], 'next, previous'],
  [['↓', '↑'], 'the same, once one has the focus'],
  [['Enter', 'Space'], 'open or close it'],
  [['/'], 'search'],
  [['Esc'], 'leave the search, or close this'],
  [['t'], 'light or dark'],
  [['?'], 'show these keys'],
];

/** A whole document that needs nothing and asks for nothing: what runs and what is styled is named by its digest. */
export function page({ title, tab = title, kicker, body, trend }: Page): string {
  const style = trend === undefined ? pageStyle : `${chartStyle()}\n${pageStyle}`;
  const scripts = [earlyScript, ...(trend === undefined ? [] : [chartScript()]), pageScript(trend !== undefined)];
  const [early, ...late] = scripts.map((text) => inlined('script', text));
  return textOf(html`${head(tab, scripts, style)}${early}</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top"><p class="brand">Holdout</p><div class="tools js-only"><button type="button" id="theme" aria-pressed="false" aria-keyshortcuts="t">Dark</button><button type="button" id="help" aria-keyshortcuts="?" aria-haspopup="dialog">Keys</button></div></header>
<main id="main" tabindex="-1">${kicker === undefined ? undefined : html`<p class="kicker">${kicker}</p>`}<h1>${title}</h1>
${body}
</main>
${keyDialog}<p class="sr" id="said" role="status"></p>
${trend === undefined ? undefined : dataBlock('trend-data', trend)}
${late}
</body>
</html>
`);
}

/** What the worker gets: the same look, and no script at all. */
export function plainPage(title: string, body: Html): string {
  return textOf(html`${head(title, [], pageStyle)}</head>
<body>
<header class="top"><p class="brand">Holdout</p></header>
<main><h1>${title}</h1>
${body}
</main>
</body>
</html>
`);
}

function head(title: string, scripts: readonly string[], style: string): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy(scripts, style)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title} - Holdout</title>
<link rel="icon" href="data:,">
${inlined('style', style)}
`;
}

/** Inline code runs only when its digest is here; nothing is loaded from anywhere but this file. */
function policy(scripts: readonly string[], style: string): string {
  const script = scripts.length === 0 ? "'none'" : scripts.map(digest).join(' ');
  return [
    "default-src 'none'",
    `script-src ${script}`,
    `style-src ${digest(style)}`,
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

const digest = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const keyDialog = html`<dialog id="keys" aria-labelledby="keys-title"><h2 id="keys-title">Keys</h2><dl>${keys.map(([names, what]) => html`<div><dt>${names.map((name) => html`<kbd>${name}</kbd> `)}</dt><dd>${what}</dd></div>`)}</dl><button type="button" id="close-keys">Close</button></dialog>`;
