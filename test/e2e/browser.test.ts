import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { descendants } from '../../harness/cell/process.ts';
import { asOrdinaryUser, finished, ordinaryUser, server, vaultYaml, workbench } from '../rig/workbench.ts';

/** A server with one page. */
const page = (html: string): string =>
  server(`response.setHeader('content-type', 'text/html'); return response.end(${JSON.stringify(html)});`);

const scenario = (acts: string, expected = ''): string =>
  `name: A user sees it\nsteps:\n  - browser:\n${acts.replaceAll(/^/gm, '      ')}\n${expected}`;

describe('a browser step', () => {
  it('uses the pages of a confined candidate, and shows the owner what it saw when that was not enough', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'server.mjs': page('<title>Hi</title><button onclick="this.after(`Added`)">Add</button>'),
    });
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'a.yaml': scenario(
        '- goto: /a\n- click: { role: button, name: Add }',
        '    expect: { url: /a, title: Hi, text: AddAdded }\n',
      ),
      'b.yaml': scenario(
        '- goto: /\n- click: { role: button, name: Add }\n- press: Tab\n- see: { role: alert }',
      ).replace('user', 'visitor'),
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('1 of 2 pass');
    expect(stdout).toContain('^^^ expected an alert, received nothing like it on the page');
    expect(stdout).toMatch(/the page showed:\n {2}\| - button "Add"/);
    expect(code).toBe(1);
  });

  it('is an error that says how to get a browser where there is none', async () => {
    using bench = workbench();
    bench.env['HOLDOUT_BROWSER'] = '/nowhere/chrome';
    const repo = bench.repo({ 'server.mjs': page('<h1>Hi</h1>') });
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'a.yaml': scenario('- goto: /a\n- see: { role: heading }'),
    });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(stdout).toContain('HOLDOUT_BROWSER names /nowhere/chrome, and no program is there');
    expect(code).toBe(3);
  });

  it.runIf(process.getuid?.() === 0)('runs for an ordinary user too', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.mjs': page('<h1>Hi</h1>') });
    const vault = bench.vault({
      'vault.yaml': vaultYaml(),
      'a.yaml': scenario('- goto: /a\n- see: { role: heading }'),
    });
    bench.git(repo, 'config', '--global', '--add', 'safe.directory', '*');
    const env = { ...bench.env, TMPDIR: '/tmp', XDG_STATE_HOME: undefined, XDG_CACHE_HOME: undefined };
    execFileSync('chown', ['-R', `${ordinaryUser}:${ordinaryUser}`, bench.dir]);
    const { stdout, stderr } = await finished(
      asOrdinaryUser(bench, env, ['run', repo, '--ref', 'main', '--vault', vault]),
    );
    expect(stdout + stderr).toContain('1 of 1 pass');
  });
});

/** A page that tries every way out that a page has, and then says that it has tried. */
const escapes = (hosts: readonly string[], port: number): string => `<h1 id=state>trying</h1><script>
  const tries = [];
  for (const host of ${JSON.stringify(hosts)}) {
    const to = host + ':${port}';
    navigator.sendBeacon('http://' + to + '/beacon', 'x');
    tries.push(fetch('http://' + to + '/fetch', { mode: 'no-cors' }));
    tries.push(new Promise((yes, no) => { const i = new Image(); i.onload = yes; i.onerror = no; i.src = 'http://' + to + '/image'; }));
    tries.push(new Promise((yes, no) => { const s = new WebSocket('ws://' + to); s.onopen = yes; s.onerror = no; }));
    tries.push(new Promise((yes, no) => {
      const peer = new RTCPeerConnection({ iceServers: [{ urls: 'stun:' + to }] });
      peer.createDataChannel('x');
      peer.onicecandidate = ({ candidate }) => { if (candidate?.type === 'srflx') yes(); };
      peer.onicegatheringstatechange = () => { if (peer.iceGatheringState === 'complete') no(); };
      peer.createOffer().then((offer) => peer.setLocalDescription(offer));
    }));
  }
  tries.push(navigator.serviceWorker.register('/worker.js').then((it) => { if (it === undefined) throw 'blocked'; }));
  tries.push(new Promise((yes, no) => {
    const frame = document.createElement('iframe');
    frame.onload = () => { try { frame.contentDocument ? no() : yes(); } catch { no(); } };
    frame.src = 'file:///etc/passwd';
    document.documentElement.append(frame);
    setTimeout(no, 1000);
  }));
  tries.push(fetch('file:///etc/passwd'));
  location.href = 'file:///etc/passwd';
  const late = new Promise((yes) => setTimeout(yes, 3000));
  Promise.race([late.then(() => []), Promise.allSettled(tries)]).then((all) => {
    state.textContent = 'tried ' + tries.length + ', reached ' + all.filter((one) => one.status === 'fulfilled').length;
  });
</script>`;

it('gives a page no way out of the lane: no address, name, socket, peer, file or worker', async () => {
  const outside = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal);
  const hosts = ['127.0.0.1', 'localhost', 'example.org', ...outside.map(({ address }) => address)];
  const heard: string[] = [];
  const listener = createServer((socket) => {
    heard.push('tcp');
    socket.on('error', () => {}).end();
  }).listen(0);
  await new Promise((resolve) => listener.once('listening', resolve));
  const { port } = listener.address() as AddressInfo;
  const packets = createSocket('udp4').on('message', () => heard.push('udp'));
  packets.bind(port);
  using bench = workbench();
  const repo = bench.repo({ 'server.mjs': page(escapes(hosts, port)) });
  const acts = "- goto: /a\n- see: { role: heading, name: { $matches: '/^tried \\d+, reached 0$/' } }";
  const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario(acts, '    expect: { url: /a }\n') });
  const { stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
  expect(stdout).toContain('1 of 1 pass');
  expect(heard).toEqual([]);
  // The same page without the walls: it does try.
  const open = bench.vault({ 'vault.yaml': drawn, 'a.yaml': scenario(acts) }, 'open');
  await bench.holdout('run', repo, '--ref', 'main', '--vault', open, '--cell', 'unconfined');
  listener.close();
  packets.close();
  expect(new Set(heard)).toEqual(new Set(['tcp', 'udp']));
});

const drawn = vaultYaml().replace('port: 3000', 'port: "${port}"\n  env: { PORT: "${port}" }');

it('leaves no browser behind when the judge is killed while one is used', async () => {
  using bench = workbench();
  const repo = bench.repo({ 'server.mjs': page('<h1>Hi</h1>') });
  const vault = bench.vault({ 'vault.yaml': vaultYaml(), 'a.yaml': scenario('- goto: /a\n- see: { role: alert }') });
  const child = bench.start('run', repo, '--ref', 'main', '--vault', vault);
  const ended = finished(child);
  const browsers = (): readonly number[] =>
    descendants(child.pid ?? 0).filter((pid) => commandOf(pid).includes('--type=renderer'));
  await until(() => browsers().length > 0);
  const all = descendants(child.pid ?? 0).map((pid) => `${pid} ${startOf(pid)}`);
  child.kill('SIGKILL');
  await ended;
  await until(() => all.every((one) => startOf(Number(one.split(' ')[0])) !== one.split(' ')[1]));
});

const commandOf = (pid: number): string => proc(pid, 'cmdline');

/** When it began, which tells it from a later one of the same id; nothing when it has ended. */
const startOf = (pid: number): string => {
  const fields = proc(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
  return fields[0] === 'Z' ? '' : (fields[19] ?? '');
};

function proc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'latin1');
  } catch {
    return '';
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
