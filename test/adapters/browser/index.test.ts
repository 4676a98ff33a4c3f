import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { descendants } from '../../../harness/cell/process.ts';
import type { Cell } from '../../../harness/model/cell.ts';
import type { FilledAct, FilledLocator, FilledText } from '../../../harness/model/adapter.ts';
import { browserRig, type BrowserRig, click, label, regex, role, saying, see, text } from '../../rig/browser.ts';
import { adapterContract, idle } from '../../contracts/adapter.ts';
import { browser } from '../../../adapters/browser/index.ts';
import { launched } from '../../../adapters/browser/launch.ts';
import { takePrepared } from '../../../adapters/browser/prepared.ts';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await browserRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

const byText = (wanted: FilledText): FilledLocator => ({ by: { by: 'text', text: wanted, exact: false } });
const visit: FilledAct = { is: 'goto', path: '/' };
const to = (path: string) => ({ kind: 'browser' as const, looks: true, acts: [{ is: 'goto' as const, path }] });
const upload = (file: string): FilledAct => ({ is: 'upload', target: label('Picture'), files: [file] });

/** A work dir with one file. */
const readCsv: Cell['read'] = (path) =>
  Promise.resolve(path === '/work/1/a.csv' ? { is: 'file', size: 3, bytes: Buffer.from('a,b') } : { is: 'absent' });

adapterContract('browser', async () => {
  rig.serve((request, response) => {
    if (request.url === '/hang') return;
    response
      .setHeader('content-type', 'text/html')
      .end(request.url === '/flood' ? 'x'.repeat(100_000) : '<h1>Hello</h1>');
  });
  return {
    adapter: browser,
    trial: rig.trial,
    answered: to('/'),
    gone: { trial: { ...rig.trial, url: 'http://127.0.0.1:1' }, action: to('/') },
    endless: { trial: rig.trial, action: to('/hang') },
    flood: {
      trial: { ...rig.trial, limits: { ...rig.trial.limits, output: 10_000 } },
      action: to('/flood'),
      bytes: 10_000,
    },
    async closed() {
      const started = await launched(rig.trial.browser);
      // One is always kept ready for the next Trial.
      while (started.browser.contexts().length > 1) await new Promise((resolve) => setTimeout(resolve, 5));
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
});

const todos = `<title>To dos</title><h1>To dos</h1>
  <form onsubmit="event.preventDefault(); const e = document.createElement('li');
    e.innerHTML = '<label><input type=checkbox> ' + title.value + '</label>'; list.append(e); title.value = ''">
    <label>New todo <input id=title></label><button>Add</button></form>
  <ul id=list></ul><p role=status>2   items
  left</p>`;

describe('a browser', () => {
  it('fills, clicks and checks as a user does, and sees path, title and text', async () => {
    rig.serve(todos);
    const observed = await rig.acts(
      { is: 'fill', target: label('New todo'), value: 'Milk' },
      click(role('button', 'add')),
      see({ ...role('listitem'), hasText: text('Milk') }),
      see(label('New todo'), { value: text('') }),
      { is: 'check', target: role('checkbox', regex('^mi', 'i')) },
      see(role('checkbox', 'Milk'), { checked: true, enabled: true, count: { is: '=', number: 1 } }),
      see({ by: { by: 'oneOf', locators: [role('link', 'Add'), role('button', 'Add')] } }),
      see({ ...role('checkbox'), in: role('list'), nth: 0 }, { count: { is: '$gte', number: 1 } }),
      { is: 'notSee', target: role('alert') },
    );
    expect(observed).toEqual({
      fields: {
        url: { is: 'text', text: '/' },
        title: { is: 'text', text: 'To dos' },
        text: { is: 'text', text: 'To dos New todo Add Milk 2 items left' },
      },
    });
  });

  it('searches text as a user reads it, however it is spread over lines', async () => {
    rig.serve(`<footer>
      <p role=status>
        <strong>1</strong>
        <span>item</span> left
      </p>
      <button>
        Clear
        completed
      </button></footer>`);
    const left = regex('^1 item left$');
    const seen = await rig.acts(
      see(byText(left)),
      see({ ...role('status'), hasText: left }),
      click(role('button', regex('^Clear completed$'))),
      { is: 'notSee', target: byText(left) },
    );
    expect(seen.stopped).toMatchObject({ act: 4, expected: 'not to see a text /^1 item left$/' });
  }, 15_000);

  it('clicks twice', async () => {
    rig.serve(`<label ondblclick="this.textContent = 'edited'">todo</label>`);
    const seen = await rig.acts({ is: 'dblclick', target: saying('todo') }, see(saying('edited')));
    expect(seen).not.toHaveProperty('stopped');
  });

  it('waits for what comes later, and goes on in the window that a click opened', async () => {
    rig.serve((request, response) => {
      const opener = `<a href="/new?x=1" target=_blank>Open</a>`;
      const later = `<script>setTimeout(() => document.body.append('Here now'), 300)</script><p>A page</p>`;
      response.setHeader('content-type', 'text/html').end(request.url === '/' ? opener : later);
    });
    const { fields } = await rig.acts(click(role('link', 'Open')), see(saying('Here now')));
    expect(fields['url']).toEqual({ is: 'text', text: '/new?x=1' });
  });

  it('keeps identities apart, and each Trial from the one before', async () => {
    rig.serve((request, response) => {
      response.setHeader('set-cookie', 'seen=1').setHeader('content-type', 'text/html');
      response.end(`<p>${request.headers.cookie ?? 'nobody'}</p>`);
    });
    const go = { kind: 'browser' as const, looks: true, acts: [visit] };
    const texts: unknown[] = [];
    for (const who of [['ann', 'ann', 'bob'], ['ann']]) {
      await using session = rig.session();
      for (const as of who) texts.push((await session.act(go, as, idle())).fields['text']);
    }
    expect(texts.map((seen) => (seen as { text: string }).text)).toEqual(['nobody', 'seen=1', 'nobody', 'nobody']);
  });

  it('knows when a page went away before anybody used it', async () => {
    const { blank } = await takePrepared(rig.trial.browser);
    expect(blank.usable()).toBe(true);
    const { context } = blank.begin(rig.url);
    const [page] = context.pages();
    const crashed = new Promise((resolve) => page?.once('crash', resolve));
    void page?.goto('chrome://crash').catch(() => {});
    await crashed;
    expect(blank.usable()).toBe(false);
    await context.close();
  });

  it('answers dialogs as it was told, and dismisses them otherwise', async () => {
    rig.serve(`<button onclick="out.textContent = confirm('Sure?')">Ask</button>
      <button onclick="out.textContent = prompt('Name?')">Name</button><output id=out></output>`);
    const { stopped } = await rig.acts(
      click(role('button', 'Ask')),
      see({ ...role('status'), hasText: text('false') }),
      { is: 'dialog', accept: true },
      click(role('button', 'Ask')),
      see({ ...role('status'), hasText: text('true') }),
      { is: 'dialog', accept: true, text: 'Ann' },
      click(role('button', 'Name')),
      see({ ...role('status'), hasText: text('Ann') }),
    );
    expect(stopped).toBeUndefined();
  });

  it('chooses files of the work dir, and says which is not there', async () => {
    rig.serve(
      `<label>Picture <input type=file onchange="this.after(this.files[0].name + ' ' + this.files[0].type + ' ' + this.files[0].size)"></label>`,
    );
    await using session = rig.session({ cell: { ...rig.trial.cell, read: readCsv } });
    const acts = [visit, upload('a.csv'), see(saying('a.csv text/csv 3')), upload('b.csv')];
    const { stopped } = await session.act({ kind: 'browser', looks: true, acts }, 'default', idle());
    expect(stopped).toMatchObject({ act: 3, received: 'there is no file b.csv in the work dir' });
  });

  it('goes by the clock, the language and the connection that every judge has', async () => {
    rig.serve(`<p id=p></p><script>p.textContent = [navigator.language, Intl.DateTimeFormat().resolvedOptions().timeZone,
      navigator.onLine, innerWidth, (1234.5).toLocaleString()].join(' ')</script>`);
    const { fields } = await rig.acts();
    expect(fields['text']).toEqual({ is: 'text', text: 'en-US UTC true 1280 1,234.5' });
  });

  it('is told what went wrong in the page when a step failed: console, errors, downloads, requests elsewhere, dialogs', async () => {
    rig.serve((request, response) => {
      if (request.url === '/file') {
        response.setHeader('content-disposition', 'attachment; filename=a.txt').end('x');
        return;
      }
      response.setHeader('content-type', 'text/html').end(`<h1>Broken</h1><a href="/file">Get</a>
        <script>console.error('it hurts'); confirm('Really?'); fetch('http://192.0.2.1/x').catch(() => {});
        setTimeout(() => { throw new Error('thrown') })</script>`);
    });
    await using session = rig.session();
    const acts = [visit, click(role('link', 'Get')), { is: 'press' as const, key: 'Tab' }, see(role('heading'))];
    await session.act({ kind: 'browser', looks: true, acts }, 'default', idle());
    const { page, notes, attachments } = (await session.show?.('default')) ?? { notes: [], attachments: [] };
    expect(page).toBe('- heading "Broken" [level=1]\n- link "Get":\n  - /url: /file');
    expect(notes).toEqual(
      expect.arrayContaining([
        'the console said: "it hurts"',
        'an error in the page: "thrown"',
        'a download was refused: "a.txt"',
        'a request left the candidate: "http://192.0.2.1/x"',
        'a confirm was dismissed: "Really?"; answer it with "dialog" before it opens',
      ]),
    );
    expect(attachments.map(({ what, bytes }) => [what, Buffer.from(bytes.subarray(0, 4)).toString('latin1')])).toEqual([
      ['screenshot', '\u0089PNG'],
      ['trace', 'PK\u0003\u0004'],
    ]);
  });

  it('shows a trace that tells what was done', async () => {
    rig.serve('<h1>Hello</h1>');
    await using session = rig.session();
    await session.act(
      { kind: 'browser', looks: true, acts: [visit, see(role('heading', 'Hello'))] },
      'default',
      idle(),
    );
    const trace = (await session.show?.('default'))?.attachments.find(({ what }) => what === 'trace');
    const names = Buffer.from(trace?.bytes ?? []).toString('latin1');
    expect(names).toContain('trace.trace');
    expect(names).toContain('trace.network');
  });

  it('says that a page crashed, and lives on', async () => {
    rig.serve('<h1>Hello</h1>');
    await using session = rig.session();
    await session.act(to('/'), 'default', idle());
    for (const pid of descendants(process.pid)) if (isRenderer(pid)) process.kill(pid, 'SIGKILL');
    const { stopped, note } = await session.act(
      { kind: 'browser', looks: true, acts: [see(role('heading'))] },
      'default',
      idle(),
    );
    expect(stopped).toMatchObject({ received: 'the page crashed' });
    expect(note).toBe('the page crashed');
    expect((await session.show?.('default'))?.notes).toContain('the page crashed');
    expect((await rig.acts(see(role('heading', 'Hello')))).stopped).toBeUndefined();
  });

  it('says that a page does not answer, and lives on', async () => {
    rig.serve(`<button onclick="for (;;);">Hang</button>`);
    await using session = rig.session();
    const hung = await session.act(
      { kind: 'browser', looks: true, acts: [visit, { is: 'hover', target: role('button') }, click(role('button'))] },
      'default',
      idle(),
    );
    expect(JSON.stringify(hung)).toMatch(/does not answer|could not be done within 5s/);
    rig.serve('<h1>Next</h1>');
    expect((await rig.acts(see(role('heading', 'Next')))).stopped).toBeUndefined();
  });
});

const isRenderer = (pid: number): boolean => readFileSync(`/proc/${pid}/cmdline`, 'latin1').includes('--type=renderer');

/** Pages and acts that can't be done on them: what the owner reads is `golden/stops.txt`. */
const stops: readonly (readonly [page: string, act: FilledAct])[] = [
  ['<h1>Hello</h1>', click(role('button', 'Add'))],
  ['<button>Add</button><button>Add more</button>', click(role('button', 'Add'))],
  ['<button disabled>Add</button>', click(role('button', 'Add'))],
  ['<button>Add</button><div id=veil style="position:fixed;inset:0"></div>', click(role('button', 'Add'))],
  ['<input aria-label=Name readonly>', { is: 'fill', target: label('Name'), value: 'Ann' }],
  ['<h1>Hello</h1>', { is: 'fill', target: role('heading'), value: 'Ann' }],
  ['<h1>Hello</h1>', { is: 'check', target: role('heading') }],
  ['<select aria-label=Size><option>S</select>', { is: 'select', target: label('Size'), value: 'XL' }],
  ['<p style="display:none">Saved</p>', see(saying('Saved'))],
  ['<h1>Hello</h1>', see({ ...role('listitem', regex('^mi', 'i')), in: role('list') })],
  ['<h1>Hello</h1>', { is: 'notSee', target: role('heading') }],
  ['<li>a<li>b', see(role('listitem'), { count: { is: '=', number: 3 } })],
  ['<li>a<li>b', see(role('listitem'), { count: { is: '$lt', number: 2 } })],
  ['<input aria-label=Name value="Bob">', see(label('Name'), { value: text('Ann') })],
  ['<h1>Hello</h1>', see(role('heading'), { value: text('Ann') })],
  ['<input type=checkbox aria-label=Done>', see(role('checkbox', 'Done'), { checked: true })],
  ['<button>Add</button>', see(role('button'), { enabled: false })],
  ['<li>a<li>b', see(role('listitem'), { enabled: false })],
];

describe('what could not be done', () => {
  it('is said in plain words: golden/stops.txt', { timeout: 60_000 }, async () => {
    rig.serve((request, response) => {
      const [page = ''] = stops[Number(request.url?.slice(1))] ?? [];
      response.setHeader('content-type', 'text/html').end(page);
    });
    const said = await Promise.all(
      stops.map(async ([page, act], index) => {
        await using session = rig.session();
        const acts: readonly FilledAct[] = [{ is: 'goto', path: `/${index}` }, act];
        const { stopped } = await session.act({ kind: 'browser', looks: true, acts }, 'default', idle());
        const { fact, expected, received, note } = stopped ?? { expected: '', received: 'it was done' };
        const what = `${act.is}${fact === undefined ? '' : `.${fact}`}`;
        return `${page}\n  ${what}: expected ${expected}, received ${received}${note === undefined ? '' : `\n  = ${note}`}\n`;
      }),
    );
    const golden = join(import.meta.dirname, 'golden/stops.txt');
    if (process.env['UPDATE'] === '1') {
      mkdirSync(join(import.meta.dirname, 'golden'), { recursive: true });
      writeFileSync(golden, said.join('\n'));
    }
    expect(said.join('\n')).toBe(readFileSync(golden, 'utf8'));
  });
});
