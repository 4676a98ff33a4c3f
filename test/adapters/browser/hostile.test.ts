import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultLimits } from '../../../harness/model/limits.ts';
import { browserRig, type BrowserRig, click, label, role, saying, see, text } from '../../rig/browser.ts';

let rig: BrowserRig;
beforeAll(async () => {
  rig = await browserRig();
});
afterAll(() => rig[Symbol.asyncDispose]());

/** What a page can do to its own world so that whoever asks there is lied to. */
const lies = `<script>
  const lie = (type, name, get) => Object.defineProperty(type.prototype, name, { get, configurable: true });
  for (const name of ['textContent', 'innerText', 'innerHTML']) lie(HTMLElement, name, () => 'All is well');
  lie(Node, 'textContent', () => 'All is well');
  lie(HTMLInputElement, 'value', () => 'All is well');
  lie(HTMLInputElement, 'checked', () => true);
  lie(Document, 'title', () => 'All is well');
  for (const [type, names] of [[Document, ['querySelector', 'querySelectorAll', 'evaluate', 'createTreeWalker']],
      [Element, ['querySelector', 'querySelectorAll', 'getAttribute', 'matches', 'getBoundingClientRect', 'checkVisibility']],
      [Array, ['map', 'filter', 'push', 'includes', 'join', 'slice']], [String, ['includes', 'replace', 'trim']],
      [RegExp, ['test', 'exec']], [Map, ['get', 'set', 'has']], [Promise, ['then']]])
    for (const name of names) type.prototype[name] = () => true;
  Function.prototype.call = Function.prototype.apply = () => 'All is well';
  JSON.stringify = JSON.parse = () => 'All is well';
  window.getComputedStyle = () => ({ visibility: 'visible', display: 'block' });
  window.fetch = () => new Promise(() => {});
  Object.prototype.toString = () => 'All is well';
</script>`;

describe('a page that changes what its scripts are told', () => {
  it('does not change what is seen, counted and read', async () => {
    rig.serve(`<title>Trouble</title>${lies}<h1>Trouble</h1><input aria-label=Name value=Bob>
      <input type=checkbox aria-label=Done><ul><li>one<li>two</ul><p hidden>Saved</p>`);
    const honest = await rig.acts(
      see(role('heading', 'Trouble')),
      see(label('Name'), { value: text('Bob') }),
      see(role('checkbox', 'Done'), { checked: false }),
      see(role('listitem'), { count: { is: '=', number: 2 } }),
      { is: 'notSee', target: saying('Saved') },
      { is: 'notSee', target: saying('All is well') },
    );
    expect(honest).toEqual({
      fields: {
        url: { is: 'text', text: '/' },
        title: { is: 'text', text: 'Trouble' },
        text: { is: 'text', text: 'Trouble one two' },
      },
    });
  });

  it('does not stand in for the document by names of elements', async () => {
    rig.serve(`<title>Trouble</title><h1>Trouble</h1><form name=title></form><form name=body>lie</form>
      <img name=documentElement><img name=querySelector><p>Truth</p>`);
    const { fields, stopped } = await rig.acts(see(saying('Truth')));
    expect(stopped).toBeUndefined();
    expect(fields['title']).toEqual({ is: 'text', text: 'Trouble' });
    expect(fields['text']).toEqual({ is: 'text', text: 'Trouble lie Truth' });
  });

  it('does not make the judge wait for ever, or read without end', async () => {
    rig.serve(`<p id=p>x</p><script>p.textContent = 'long '.repeat(3e5); console.error('y'.repeat(1e5))</script>`);
    await using session = rig.session();
    const acts = [{ is: 'goto' as const, path: '/' }];
    const observed = await session.act({ kind: 'browser', looks: true, acts }, 'default', new AbortController().signal);
    expect(observed).toMatchObject({ limit: 'output', fields: { text: { is: 'missing' } } });
    const passing = await session.act({ kind: 'browser', looks: false, acts }, 'default', new AbortController().signal);
    expect(passing).not.toHaveProperty('limit');
    const shown = await session.show?.('default');
    expect(JSON.stringify([shown?.page, shown?.notes]).length).toBeLessThan(10_000);
  });

  it('is named as too large when it has more elements than a step looks at', async () => {
    rig.serve(`<p>Hello</p><div id=d></div><script>d.innerHTML = '<i></i>'.repeat(2000)</script>`);
    await using session = rig.session({ limits: { ...defaultLimits, page: 500 } });
    const goto = { is: 'goto' as const, path: '/' };
    const signal = new AbortController().signal;
    const seen = await session.act({ kind: 'browser', looks: true, acts: [goto] }, 'default', signal);
    expect(seen).toMatchObject({ limit: 'page', fields: { text: { is: 'missing' } } });
    const missed = await session.act({ kind: 'browser', looks: false, acts: [see(saying('Gone'))] }, 'default', signal);
    expect(missed).toMatchObject({ limit: 'page', stopped: { act: 0 } });
  });

  it('is named as one that redirects without end', async () => {
    rig.serve((request, response) => response.writeHead(302, { location: request.url ?? '/' }).end());
    expect(await rig.acts(see(saying('Gone')))).toMatchObject({ limit: 'redirects', note: 'it redirects for ever' });
  });

  it('gets no service worker, by whichever way it asks', async () => {
    let asked = 0;
    rig.serve((request, response) => {
      if (request.url === '/sw.js') {
        asked += 1;
        response.setHeader('content-type', 'text/javascript').end('');
        return;
      }
      response.setHeader('content-type', 'text/html').end(`<button>Try</button><output id=out></output><script>
        const ways = {
          plain: () => navigator.serviceWorker.register('/sw.js'),
          prototype: () => ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/sw.js'),
          frame: () => {
            const frame = document.body.appendChild(document.createElement('iframe'));
            return frame.contentWindow.ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/sw.js');
          },
          window: () => window.open('about:blank').ServiceWorkerContainer.prototype.register.call(navigator.serviceWorker, '/sw.js'),
        };
        document.querySelector('button').onclick = async () => {
          for (const [name, way] of Object.entries(ways)) await Promise.resolve().then(way).catch(() => {});
          out.textContent = 'registered: ' + (await navigator.serviceWorker.getRegistrations()).length;
          document.title = 'done';
        };
      </script>`);
    });
    await using session = rig.session();
    const acts = [{ is: 'goto' as const, path: '/' }, click(role('button', 'Try'))];
    await session.act({ kind: 'browser', looks: true, acts }, 'default', new AbortController().signal);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(asked).toBe(0);
  });
});
