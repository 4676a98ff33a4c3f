import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { finished, holdoutBin, workbench, type Answer, type Workbench } from '../rig/workbench.ts';

const todos = `
const todos = [];
require('node:http').createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  const answer = (status, said) => { response.writeHead(status, { 'content-type': 'application/json' }); response.end(JSON.stringify(said)); };
  if (request.url === '/') return answer(200, { todos: todos.length });
  if (request.url === '/api/todos' && request.method === 'POST') {
    const todo = { id: todos.length + 1, done: false, ...JSON.parse(body) };
    todos.push(todo);
    return answer(201, todo);
  }
  if (request.url === '/api/todos') return answer(200, todos);
  answer(404, {});
}).listen(process.env.PORT || 4000);
`;

const applications = {
  'one file of node': { 'server.cjs': todos },
  'a package with a start script': {
    'package.json': JSON.stringify({ name: 'todos', scripts: { start: 'node src/main.js', build: 'node -e 1' } }),
    'src/main.js': todos,
  },
  'a server in Python': {
    'app.py': "from http.server import *\nHTTPServer(('', 8123), SimpleHTTPRequestHandler).serve_forever()\n",
    'index.html': '<title>Hello from Python</title>',
  },
  'a program for the command line': {
    'package.json': JSON.stringify({ name: 'notes', bin: { notes: './cli.js' } }),
    'cli.js': "console.log('usage: notes [add|list]')",
  },
} as const;

describe('holdout init', () => {
  it.for(Object.entries(applications))('makes a vault that holds at once for %s', async ([, files]) => {
    using bench = workbench();
    const repo = bench.repo(files, 'app');
    const made = await bench.holdout('init', repo);
    expect(made).toMatchObject({ code: 0, stderr: '' });
    const vault = join(bench.dir, 'app-vault');
    expect(made.stdout).toContain('Made the vault app-vault');
    expect(statSync(vault).mode & 0o777).toBe(0o700);
    expect((await bench.holdout('check', vault)).code).toBe(0);
    const run = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(run.stdout).toContain('1 of 1 pass');
    expect(run.code).toBe(0);
  });

  it('fails what it made when the application does not answer, and says why', async () => {
    using bench = workbench();
    const repo = bench.repo({
      'package.json': '{"scripts":{"start":"node x.js"}}',
      'x.js': 'console.log("no"); setTimeout(() => process.exit(3), 50)',
    });
    await bench.holdout('init', repo);
    const run = await bench.holdout('run', repo, '--ref', 'main', '--vault', join(bench.dir, 'repo-vault'));
    expect(run.stdout).toContain('0 of 1 pass');
    expect(run.code).toBe(1);
  });

  it('says what to fill in when it recognises nothing, and so does check', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'notes.txt': 'hello' });
    expect(await bench.holdout('init', repo)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('fill in "start" in repo-vault/vault.yaml'),
    });
    const checked = await bench.holdout('check', join(bench.dir, 'repo-vault'));
    expect(checked.code).toBe(2);
    expect(checked.stdout).toContain('start: # fill in, for example: node server.js');
  });

  it('refuses a place in the repository, one that is taken, and what is no repository: 2, with what to do', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.js': '' });
    bench.vault({ 'vault.yaml': 'mine' }, 'mine');
    bench.vault({ 'a.txt': '' }, 'full');
    mkdirSync(join(bench.dir, 'bare'));
    for (const [args, says] of [
      [[repo, '--vault', join(repo, 'vault')], 'would lie inside the repository'],
      [[repo, '--vault', 'mine'], 'holdout new'],
      [[repo, '--vault', 'full'], 'is not empty'],
      [['bare'], 'git init'],
      [['nowhere'], 'there is no'],
      [['https://example.org/x.git'], 'clone it'],
    ] as const) {
      const answer = await bench.holdout('init', ...args);
      expect(answer.stderr).toContain(says);
      expect(answer.code).toBe(2);
    }
    expect(readFileSync(join(bench.dir, 'mine/vault.yaml'), 'utf8')).toBe('mine');
  });

  it('is one JSON document for machines', async () => {
    using bench = workbench();
    const { stdout } = await bench.holdout('init', bench.repo(applications['a package with a start script']), '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      files: ['vault.yaml', 'it-answers.yaml'],
      guesses: { start: { value: 'npm start', from: 'package.json, scripts.start' }, port: { value: '${port}' } },
    });
  });
});

/** As a shell would: in a folder, with something on standard input. */
function inside(bench: Workbench, cwd: string, input: string, ...args: readonly string[]): Promise<Answer> {
  const child = spawn(process.execPath, [holdoutBin, ...args], { cwd, env: bench.env, stdio: 'pipe' });
  child.stdin.end(input);
  return finished(child);
}

/** One entry of a recording. */
const exchange = (method: string, path: string, sent: object | undefined, status: number, body: object) => ({
  request: {
    method,
    url: `http://localhost:4000${path}`,
    headers: [],
    ...(sent === undefined ? {} : { postData: { mimeType: 'application/json', text: JSON.stringify(sent) } }),
  },
  response: { status, headers: [], content: { mimeType: 'application/json', text: JSON.stringify(body) } },
});

describe('holdout new', () => {
  const todo = { id: 1, done: false, title: 'Buy some tea' };
  const recording = JSON.stringify({
    log: {
      entries: [
        exchange('POST', '/api/todos', { title: 'Buy some tea' }, 201, todo),
        exchange('GET', '/api/todos', undefined, 200, [todo]),
      ],
    },
  });

  it('makes a scenario of a recording and of a curl command that holds for the application, and fails for one that forgets', async () => {
    using bench = workbench();
    const repo = bench.repo({ 'server.cjs': todos });
    bench.commit(repo, 'forgets', { 'server.cjs': todos.replace('todos.push(todo);', '') });
    await bench.holdout('init', repo);
    const vault = join(bench.dir, 'repo-vault');
    writeFileSync(join(bench.dir, 'session.har'), recording);
    const made = await bench.holdout('new', 'A todo is listed', '--har', 'session.har', '--vault', vault);
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('Wrote repo-vault/a-todo-is-listed.yaml') });
    const curl =
      "curl 'http://localhost:4000/api/todos' -H 'Content-Type: application/json' --data-raw '{\"title\":\"Buy some tea\"}'";
    expect(await inside(bench, vault, curl, 'new', 'A todo is made', '--curl', '-')).toMatchObject({ code: 0 });
    const both = await bench.holdout('run', repo, '--ref', 'main', '--ref', 'forgets', '--vault', vault);
    expect(both.stdout).toMatch(/3 of 3[\s\S]*2 of 3/);
    expect(both.code).toBe(1);
  });

  it('writes into the vault that is named, that HOLDOUT_VAULT names, or that it stands in', async () => {
    using bench = workbench();
    const vault = bench.vault({ 'vault.yaml': 'name: x\ncandidate: { start: ./x, port: 3000 }\n' });
    expect(await inside(bench, vault, '', 'new', 'Here')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Wrote here.yaml'),
    });
    bench.env['HOLDOUT_VAULT'] = vault;
    expect(await bench.holdout('new', 'Named by the environment')).toMatchObject({ code: 0 });
    delete bench.env['HOLDOUT_VAULT'];
    expect(await bench.holdout('new', 'Nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('holdout init'),
    });
    expect((await bench.holdout('check', vault)).stdout).toContain('2 scenarios, no errors');
  });

  it('fits the template to the vault, lists what it asks, and never overwrites a file', async () => {
    using bench = workbench();
    const vault = bench.vault({ 'vault.yaml': 'name: x\ncandidate: { bin: { shop: node cli.js } }\n' });
    const made = await bench.holdout('new', 'A book can be added', '--vault', vault);
    expect(made.stdout).toContain('which command does something');
    const file = join(vault, 'a-book-can-be-added.yaml');
    expect(readFileSync(file, 'utf8')).toContain('run: { command: [shop, add, "${title}"] }');
    writeFileSync(file, 'mine');
    const again = await bench.holdout('new', 'A book can be added', '--vault', vault);
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect(await bench.holdout('new', 'A book can be added', '--vault', vault, '--force')).toMatchObject({ code: 0 });
    expect(readFileSync(file, 'utf8')).toContain('steps:');
  });

  it('is one JSON document for machines, with what it asks', async () => {
    using bench = workbench();
    const vault = bench.vault({ 'vault.yaml': 'name: x\ncandidate: { start: ./x, port: 3000 }\n' });
    const { stdout } = await bench.holdout(
      'new',
      '--curl',
      'curl -H "Authorization: Bearer x.y" localhost/me',
      '--vault',
      vault,
      '--json',
    );
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      files: ['get-me-answers.yaml'],
      asks: [{ ask: expect.stringContaining('token') }, {}],
    });
  });

  it('says what is wrong with the call: 2', async () => {
    using bench = workbench();
    const vault = bench.vault({ 'vault.yaml': 'name: x\ncandidate: { start: ./x, port: 3000 }\n' });
    for (const [args, says] of [
      [[], 'needs a name'],
      [['x', '--har', 'a', '--curl', 'b'], '--curl and --har'],
      [['x', '--har', 'nowhere.har'], "can't be read"],
      [['x', '--har', '/dev/zero'], 'is not a file'],
      [['x', '--openapi', vault], 'is not a file'],
      [['x', '--path', '/x'], '--openapi'],
      [['x', '--template', 'htpp'], 'http'],
      [['x', '--curl', 'wget x'], 'no curl command'],
    ] as const) {
      const answer = await bench.holdout('new', ...args, '--vault', vault);
      expect(answer.stderr).toContain(says);
      expect(answer.code).toBe(2);
    }
  });
});
