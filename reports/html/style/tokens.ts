/** Colours, sizes and what plain elements look like. Each colour has text on its ground at 4.5 to 1 or better, in both themes. */
export const tokens = String.raw`
:root {
  color-scheme: light dark;
  --ground: light-dark(#fbfbf9, #121416);
  --panel: light-dark(#ffffff, #191c1f);
  --sunken: light-dark(#f3f3f0, #0d0f10);
  --line: light-dark(#e4e4df, #2b2f33);
  --edge: light-dark(#8b8d88, #6c7278);
  --text: light-dark(#1b1d1f, #e7e8e9);
  --soft: light-dark(#565a5f, #a3a8ae);
  --accent: light-dark(#0a58a8, #82bcff);
  --pass: light-dark(#12692a, #64cc7c);
  --pass-ground: light-dark(#e5f4e8, #14291a);
  --fail: light-dark(#ad1c27, #ff8b84);
  --fail-ground: light-dark(#fdeceb, #351819);
  --flaky: light-dark(#7a5200, #e8b95c);
  --flaky-ground: light-dark(#fbf0d6, #2f260f);
  --error: light-dark(#7234b0, #cba6ff);
  --error-ground: light-dark(#f3ebfb, #281c38);
  --skip: light-dark(#565a5f, #a3a8ae);
  --skip-ground: light-dark(#ececE8, #23272a);
  --s0: light-dark(#0a58a8, #6db1ff);
  --s1: light-dark(#b8480b, #ff9d5c);
  --s2: light-dark(#12692a, #64cc7c);
  --s3: light-dark(#7234b0, #cba6ff);
  --s4: light-dark(#a01257, #ff8fc4);
  --s5: light-dark(#565a5f, #a3a8ae);
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", sans-serif;
  --mono: ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --radius: 6px;
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }

*, *::before, *::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; scroll-padding-top: 72px; }
html:not(.js) .js-only { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 var(--sans); overflow-wrap: anywhere; }
main { max-width: 1120px; margin: 0 auto; padding: 4px 24px 96px; outline: none; }
h1, h2, h3, h4, h5, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: 27px; line-height: 1.2; font-weight: 650; letter-spacing: -0.015em; }
h2 { font-size: 19px; line-height: 1.3; font-weight: 650; letter-spacing: -0.01em; }
h3 { font-size: 15px; font-weight: 650; }
h4, h5 { font-size: 14px; font-weight: 600; }
a { color: var(--accent); text-underline-offset: 2px; text-decoration-thickness: 1px; }
ul, ol { list-style: none; }
code, pre, kbd { font-family: var(--mono); font-size: 12.5px; font-variant-ligatures: none; }
pre { margin: 0; padding: 10px 12px; max-height: 420px; overflow: auto; background: var(--sunken); border: 1px solid var(--line); border-radius: var(--radius); line-height: 1.55; overflow-wrap: normal; tab-size: 2; }
kbd { display: inline-block; min-width: 22px; padding: 0 5px; text-align: center; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 4px; background: var(--sunken); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
button, select, input { font: inherit; font-size: 13px; color: var(--text); background: var(--panel); border: 1px solid var(--edge); border-radius: var(--radius); height: 30px; padding: 0 10px; }
button { cursor: pointer; }
button:hover { border-color: var(--text); }
button[aria-pressed="true"] { background: var(--text); border-color: var(--text); color: var(--ground); }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; font-weight: 600; }
[hidden] { display: none !important; }
.sr { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; top: 8px; padding: 6px 12px; background: var(--panel); border-radius: var(--radius); z-index: 3; }
.skip:focus { left: 16px; }
.note { color: var(--soft); font-size: 13px; }
.label { color: var(--soft); font-size: 13px; margin: 12px 0 4px; }
.number { font-variant-numeric: tabular-nums; opacity: 0.8; }
`;
