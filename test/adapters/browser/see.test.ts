import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FilledAct, FilledLocator } from '../../../harness/model/adapter.ts';
import { defaultLimits, type Limits } from '../../../harness/model/limits.ts';
import type { Stopped } from '../../../harness/model/observation.ts';
import { browserRig, type BrowserRig, regex, role, saying, see, text } from '../../rig/browser.ts';
import { drawn, undrawn } from '../../rig/drawn-pages.ts';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await browserRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const notSee = (target: FilledLocator): FilledAct => ({ is: 'notSee', target });
const one = { count: { is: '=', number: 1 } } as const;
const hasText = text('42');

/** What each act comes to on a page of its own: nothing when it is met. All of them at once, since failing takes 5 seconds. */
async function each(
  cases: readonly (readonly [page: string, act: FilledAct])[],
  limits: Limits = defaultLimits,
): Promise<readonly (Stopped | undefined)[]> {
  rig.serve((request, response) => {
    const [page = ''] = cases[Number(request.url?.slice(1))] ?? [];
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page);
  });
  return Promise.all(
    cases.map(async ([, act], index) => {
      await using session = rig.session({ limits });
      const acts: readonly FilledAct[] = [{ is: 'goto', path: `/${index}` }, act];
      const signal = new AbortController().signal;
      return (await session.act({ kind: 'browser', looks: false, acts }, 'default', signal)).stopped;
    }),
  );
}

/** A page that says it and then does something with `all`, which is much. */
const scripted = (code: string): string =>
  `<p id=p>The total is 42</p><script>const all = 'no '.repeat(5000); ${code}</script>`;

/** A page with a shadow that nobody can enter. `html` is an expression. */
const closed = (html: string): string =>
  `<p id=p></p><script>p.attachShadow({ mode: 'closed' }).innerHTML = ${html}</script>`;

const small: Limits = { ...defaultLimits, output: 10_000, page: 500 };
const tooMuchText = 'a page of more text than limit "output" (9.8 KiB)';
const tooManyElements = 'a page of more elements than limit "page" (500)';

describe('see', () => {
  it('counts what is drawn, and nothing else', { timeout: 60_000 }, async () => {
    const stops = await each([
      [undrawn.join('\n'), see(saying('The total is 42'))],
      [undrawn.join('\n'), notSee(saying('The total is 42'))],
      [drawn.join('\n'), see(saying('The total is 42'), { count: { is: '=', number: drawn.length } })],
      ['<input type=submit value=42><textarea>42</textarea>', see(saying('42'), { count: { is: '=', number: 2 } })],
    ]);
    expect(stops.map((stop) => stop?.received)).toEqual([
      'it is there, but not visible',
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('holds the text in other things to the same', { timeout: 60_000 }, async () => {
    const stops = await each([
      ['<p role=status><canvas>42</canvas></p>', see({ ...role('status'), hasText })],
      [
        '<li><button>Buy</button> <canvas>42</canvas></li>',
        see({ ...role('button'), in: { ...role('listitem'), hasText } }),
      ],
      ['<canvas>42</canvas>', see({ by: { by: 'oneOf', locators: [role('link'), saying('42')] } })],
      ['<p>42<span hidden>!</span></p>', see({ by: { by: 'text', text: regex('^42!$'), exact: false } })],
    ]);
    expect(stops.map((stop) => stop?.received)).toEqual(stops.map(() => 'it is there, but not visible'));
  });

  it('finds what it found before', { timeout: 60_000 }, async () => {
    const stops = await each([
      ['<li>one</li><li>4<i>2</i></li>', see({ ...role('listitem'), hasText }, one)],
      ['<p hidden>42</p><p>42</p>', see({ ...saying('42'), nth: 1 })],
      ['<select aria-label=Size><option>41<option>42</select>', see({ ...role('combobox'), hasText })],
      ['<input type=checkbox style="opacity:0" checked>', see(role('checkbox'), { checked: true })],
      [`<p>42 it's "so" >> \`this\`</p>`, see(saying(`42 it's "so" >> \`this\``))],
    ]);
    expect(stops).toEqual(stops.map(() => undefined));
  });

  it('does not look at a page of more than the limits allow, however it says it', { timeout: 60_000 }, async () => {
    const pages = [
      'p.append(all)',
      'p.after(all); p.nextSibling.replaceWith(Object.assign(document.createElement("p"), { hidden: true, textContent: all }))',
      'p.attachShadow({ mode: "open" }).innerHTML = `<slot></slot>${all}`',
      'p.ariaLabel = all',
      'p.append(Object.assign(document.createElement("input"), { value: all }))',
      'p.innerHTML += "<i>x</i>".repeat(600)',
      'document.querySelector("script").append(all)',
    ].map(scripted);
    const stops = await each(
      pages.map((html) => [html, see(saying('42'))] as const),
      small,
    );
    expect(stops.map((stop) => stop?.received)).toEqual([
      ...[tooMuchText, tooMuchText, tooMuchText, tooMuchText, tooMuchText],
      tooManyElements,
      undefined,
    ]);
  });
});

describe('notSee', () => {
  it('is not met by what is shown where no element says it, and tells where that is', { timeout: 60_000 }, async () => {
    const frame = '<iframe id=f srcdoc="<p>Loading the list</p>"></iframe>';
    const stops = await each([
      [frame, notSee(saying('loading'))],
      ['<style>p::after { content: "No list" }</style><p>Now: </p>', notSee(saying('no list'))],
      [frame, notSee({ by: { by: 'oneOf', locators: [role('alert'), saying('loading')] } })],
      [`${frame}<script>setTimeout(() => f.remove(), 600)</script>`, notSee(saying('loading'))],
      [frame, notSee(saying('loaded'))],
    ]);
    expect(stops.map((stop) => stop?.received)).toEqual([
      'it is shown in a frame: "Loading the list"',
      'it is shown, though no element says it: "No list"',
      'it is shown in a frame: "Loading the list"',
      undefined,
      undefined,
    ]);
  });

  it('is refused where a page hides more than the limits allow', { timeout: 60_000 }, async () => {
    const pages = [
      closed("'no '.repeat(5000)"),
      closed("'<i>x</i>'.repeat(600)"),
      closed("'<i></i>'.repeat(4000)"),
      closed("'no'"),
    ];
    const stops = await each(
      pages.map((html) => [html, notSee(saying('42'))] as const),
      small,
    );
    expect(stops.map((stop) => stop?.received)).toEqual([tooMuchText, tooManyElements, tooManyElements, undefined]);
  });
});
