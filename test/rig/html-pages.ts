import type { WorkerReport } from '../../harness/model/report.ts';
import { html } from '../../reports/html/index.ts';
import { comparison, history, matrix, scenarioHistory } from './html-compared.ts';
import { allowed, bareReport, bareRow, files, full, unbuilt } from './html-reports.ts';

/** Every page that there is, by name: with everything in it, and with nothing that may be missing. */
export const scenes: { readonly [name: string]: () => string } = {
  run: () => html.render([full], style, files),
  bare: () => html.render([bareReport([bareRow('a', 'fail'), bareRow('b', 'skip')])], style),
  allowed: () => html.render([allowed], style),
  unbuilt: () => html.render([unbuilt], style),
  runs: () => html.render([unbuilt, full, allowed], style, files),
  comparison: () => html.comparison?.(comparison, style) ?? '',
  matrix: () => html.matrix?.(matrix, style) ?? '',
  history: () => html.history?.(history(90), style) ?? '',
  'long-history': () => html.history?.(history(3000), style) ?? '',
  'empty-history': () => html.history?.(history(0), style) ?? '',
  'scenario-history': () => html.history?.(scenarioHistory(60), style) ?? '',
  worker: () => html.render([worker], style),
  nothing: () => html.render([], style),
};

export const worker: WorkerReport = {
  audience: 'worker',
  decision: { is: 'hold' },
  tally: { pass: 3, total: 6 },
  tags: { auth: { pass: 2, total: 5 }, tokens: { pass: 0, total: 2 } },
  hints: ['A session ends when its time is over.', 'What a stranger may see is in the task.'],
};

/** What the words of the vocabulary are at: no text of anybody's. */
const vocabulary = new Set([
  'is',
  'verdict',
  'verdicts',
  'kind',
  'word',
  'what',
  'isolation',
  'state',
  'purpose',
  'audience',
  'before',
  'after',
]);

/** The same value with something added to every text in it. */
function saying<T>(value: T, more: string): T {
  const changed = (own: unknown, key: string): unknown => {
    if (typeof own === 'string') return vocabulary.has(key) || key === 'decision' ? own : own + more;
    if (Array.isArray(own)) return own.map((one) => changed(one, key));
    if (typeof own !== 'object' || own === null) return own;
    return Object.fromEntries(Object.entries(own).map(([name, one]) => [name, changed(one, name)]));
  };
  return changed(value, '') as T;
}

/** All that a page would obey, run, fetch or be ended by. */
export const hostile = [
  '<script>document.title = alert(1)</script>',
  '<img src="https://evil.invalid/a.png" onerror="alert(2)">',
  '</script></style></title></textarea><svg/onload=alert(3)>',
  '" onmouseover="alert(4)" style="color:red',
  "' autofocus onfocus='alert(5)",
  '`${alert(6)}` ]]> --> <!-- &lt;b&gt; &#60;',
  '\u001b[2J\u202e\u2066\u200b\u0000\u{e0041}\ud800',
].join('');

/** Every page with that in every text; files are not there, so that their paths are told. */
export function scenesSaying(more: string): { readonly [name: string]: () => string } {
  return {
    run: () => html.render([saying(full, more)], style),
    unbuilt: () => html.render([saying(unbuilt, more)], style),
    runs: () =>
      html.render(
        [unbuilt, full, allowed].map((report) => saying(report, more)),
        style,
      ),
    comparison: () => html.comparison?.(saying(comparison, more), style) ?? '',
    matrix: () => html.matrix?.(saying(matrix, more), style) ?? '',
    history: () => html.history?.(saying(history(30), more), style) ?? '',
    'scenario-history': () => html.history?.(saying(scenarioHistory(30), more), style) ?? '',
    worker: () => html.render([saying(worker, more)], style),
  };
}

const style = { colour: false, width: 80 };
