import { describe, expect, it } from 'vitest';
import { printDraft } from '../../../../harness/author/draft.ts';
import { propose } from '../../../../harness/author/guess/propose.ts';
import { within } from '../../../../harness/author/guess/within.ts';
import { firstDraft, vaultText } from '../../../../harness/author/vault-text.ts';
import { formatProblems } from '../../../../harness/vault/frame.ts';
import { loadVault } from '../../../../harness/vault/load.ts';
import { expectGolden, folderOf, inFolder } from '../rig.ts';

const json = (value: object): string => JSON.stringify(value);

/** Applications as people have them, each by the few files that tell. */
const applications: { readonly [name: string]: { readonly [path: string]: string } } = {
  'node-server-alone': { 'server.mjs': "createServer(handler).listen(4321);\nif (url === '/health') ok();" },
  express: {
    'package.json': json({
      name: 'shop',
      scripts: { start: 'node src/index.js', build: 'tsc' },
      dependencies: { express: '5' },
    }),
    'package-lock.json': '',
    'src/index.js':
      "app.get('/api/products', list);\napp.get('/api/products/:id', one);\napp.listen(process.env.PORT || 3000);",
    '.env.example': 'DATABASE_URL=postgres://\nPORT=3000\nexport MAIL_KEY=\n',
  },
  next: {
    'package.json': json({
      scripts: { dev: 'next dev', build: 'next build', start: 'next start' },
      dependencies: { next: '16' },
    }),
  },
  vite: {
    'package.json': json({ scripts: { dev: 'vite', build: 'vite build' }, devDependencies: { vite: '7' } }),
    'pnpm-lock.yaml': '',
    'index.html': '<title>Todos &amp; more</title>',
  },
  'wiki-with-a-port': {
    'package.json': json({
      scripts: { start: 'tiddlywiki wiki --listen port=8080' },
      dependencies: { tiddlywiki: '5' },
    }),
  },
  'command-line-that-is-compiled': {
    'package.json': json({ name: 'csv', bin: { csv: './bin/csv' }, scripts: { dev: 'tsc -w' } }),
    'lib/web.js': 'app.listen(8801)',
  },
  'command-line': {
    'package.json': json({ name: '@me/notes', bin: './cli.js', main: 'lib.js' }),
    'cli.js': '#!/usr/bin/env node',
  },
  flask: { 'requirements.txt': 'flask==3\n', 'app.py': "app = Flask(__name__)\n@app.route('/')\ndef home(): ..." },
  fastapi: {
    'pyproject.toml': 'dependencies = [\n  "fastapi",\n]',
    'api/main.py': "app = FastAPI()\n@app.get('/items')",
  },
  django: { 'manage.py': '', 'requirements.txt': 'django\n' },
  'python-alone': { 'server.py': "HTTPServer(('', 8123), Handler).serve_forever()" },
  procfile: { Procfile: 'release: x\nweb: gunicorn -b 0.0.0.0:$PORT app:app\n', 'requirements.txt': 'gunicorn\n' },
  dockerfile: {
    Dockerfile:
      'FROM golang AS build\nCMD ["no"]\nFROM debian\nENV PORT=9000\nEXPOSE 9000\nENTRYPOINT ["/app/serve"]\nCMD ["--name", "it\'s"]\n',
  },
  go: {
    'go.mod': 'module example.org/shop\n',
    'main.go': 'http.HandleFunc("/ready", ok)\nhttp.ListenAndServe(":8081", nil)',
  },
  cargo: { 'Cargo.toml': '[package]\nname = "notes"\n', 'src/main.rs': 'fn main() {}' },
  pages: { 'public/index.html': '<html><title>Hello there</title>' },
  openapi: {
    'package.json': json({ scripts: { start: 'PORT=4000 node x.js' } }),
    'openapi.yaml':
      'openapi: 3.1.0\nservers: [{ url: /v2/ }]\npaths:\n  /things/{id}: { get: {} }\n  /things:\n    get:\n      responses:\n        "200": { content: { application/json: { schema: { type: object, required: [items], properties: { items: { type: array } } } } } }\n',
  },
  nothing: { 'notes.txt': 'hello' },
};

describe('what is proposed for', () => {
  for (const [name, files] of Object.entries(applications)) {
    it(`${name} reads as its golden file, and is a vault`, () => {
      const proposal = propose(folderOf(files));
      const first = firstDraft(proposal);
      const vault = { 'vault.yaml': vaultText(proposal), [first.file]: printDraft(first.draft) };
      expectGolden(
        `vault-${name}.txt`,
        Object.entries(vault)
          .map(([file, text]) => `# ${file}\n${text}`)
          .join('\n'),
      );
      const problems = inFolder(vault, loadVault).problems.filter(({ severity }) => severity === 'error');
      const shown = formatProblems(problems, { colour: false });
      if (name === 'nothing') expect(shown).toContain('start: # fill in');
      else expect(shown).toBe('');
    });
  }

  it('an application in a folder of the repository runs there', () => {
    const { guesses } = propose(
      folderOf({
        'package.json': json({
          name: 'notes',
          bin: { notes: './cli.js' },
          dependencies: { a: '1' },
          scripts: { start: 'node .' },
        }),
      }),
    );
    expect(within(guesses, 'packages/notes')).toMatchObject({
      install: { value: ['cd packages/notes && npm install'] },
      start: { value: 'cd packages/notes && npm start' },
      bin: { value: { notes: 'node packages/notes/cli.js' } },
    });
  });

  it('files that are not what they are called is a guess less, never a throw', () => {
    for (const text of [
      '',
      '[]',
      'null',
      '{"scripts": 3, "bin": [1], "dependencies": "x"}',
      '\u0000',
      '{'.repeat(10_000),
    ]) {
      const files = {
        'package.json': text,
        'openapi.json': text,
        Dockerfile: text,
        Procfile: text,
        'go.mod': text,
        'Cargo.toml': text,
      };
      expect(propose(folderOf(files)).name).toBe('app');
    }
  });
});
