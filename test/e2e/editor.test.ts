import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { words } from '../../harness/model/pattern.ts';
import { actionKinds } from '../../harness/vault/action.ts';
import { operatorNames } from '../../harness/vault/operators.ts';
import { blocksOf, page, root } from '../rig/docs.ts';
import { type LanguageServer, languageServer } from '../rig/language-server.ts';
import { holdoutBin, type Workbench, workbench } from '../rig/workbench.ts';

let server: LanguageServer;
let bench: Workbench;
let files = 0;

beforeAll(async () => {
  bench = workbench();
  server = await languageServer();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  bench[Symbol.dispose]();
});

type Kind = 'scenario' | 'vault' | 'flow';
const modeline = (kind: Kind) => `# yaml-language-server: $schema=${join(root, 'schemas', `${kind}.schema.json`)}\n`;

/** Opens a file whose text has the cursor in it, written as ‸. */
function open(text: string, kind: Kind = 'scenario') {
  const whole = modeline(kind) + text;
  const before = whole.slice(0, whole.indexOf('‸')).split('\n');
  const path = join(bench.dir, `${++files}.yaml`);
  server.open(path, whole.replace('‸', ''));
  return [path, { line: before.length - 1, character: before.at(-1)?.length ?? 0 }] as const;
}

const completions = (text: string, kind?: Kind) => server.complete(...open(text, kind));

const labels = async (text: string, kind?: Kind) => (await completions(text, kind)).map(({ label }) => label);

const hover = (text: string, kind?: Kind) => server.hover(...open(text, kind));

async function problems(text: string): Promise<string> {
  const found = await server.diagnose(join(bench.dir, `${++files}.yaml`), modeline('scenario') + text);
  return found.map(({ message, range }) => `${range.start.line}: ${message}`).join('\n');
}

const step = (text: string) => `name: A promise\nsteps:\n  - ${text}`;

describe('an editor with yaml-language-server', () => {
  const shipped = globSync('{scenarios-vault,examples}/**/*.yaml', { cwd: root }).filter(
    (file) => file.startsWith('scenarios-vault') || /^examples\/[^/]+\/vault\//.test(file),
  );

  it('finds nothing wrong with what is shipped', async () => {
    expect(shipped.length).toBeGreaterThan(20);
    const found = shipped.map(async (file) => {
      const kind = basename(file) === 'vault.yaml' ? 'vault' : file.includes('/flows/') ? 'flow' : 'scenario';
      const text = readFileSync(join(root, file), 'utf8');
      const named = text.startsWith('# yaml-language-server:') ? text : modeline(kind) + text;
      return (await server.diagnose(join(root, file), named)).map(({ message }) => `${file}: ${message}`);
    });
    const wrong = (await Promise.all(found)).flat();
    expect(wrong).toEqual([]);
  });

  it.for([
    ['a misspelt key of a step', step('htpp: GET /'), '3: Property htpp is not allowed.'],
    ['a misspelt key of a request', step('http: { request: GET /, jsn: 1 }'), '3: Property jsn is not allowed.'],
    ['a misspelt locator', step('browser: [{ click: { rol: button } }]'), '3: Property rol is not allowed.'],
    ['a number for a text', step('http: 5'), '3: Incorrect type. Expected one of string, object.'],
    ['a text for a list', 'name: A\nsteps: GET /', '2: Incorrect type. Expected "array".'],
    ['a text that is no duration', step('run: { command: a, timeout: soon }'), '3: String does not match the pattern'],
    ['no steps', 'name: A', '1: Missing property "steps".'],
  ] as const)('points at %s', async ([, text, message]) => {
    expect(await problems(text)).toContain(message);
  });

  it('completes the keys of a scenario', async () => {
    expect(await labels('name: A\n‸')).toEqual(
      expect.arrayContaining(['steps', 'vars', 'mustPass', 'examples', 'secrets']),
    );
  });

  it('completes every kind of step, and says what each is', async () => {
    const found = await completions(step('‸'));
    expect(found.map(({ label }) => label)).toEqual(
      expect.arrayContaining([...actionKinds, 'expect', 'save', 'eventually']),
    );
    expect(found.filter(({ documentation }) => documentation === undefined)).toEqual([]);
  });

  it('completes what is inside of each kind of step', async () => {
    const inside = {
      http: ['request', 'query', 'headers', 'bearer', 'basic', 'json', 'form', 'multipart', 'text', 'redirects'],
      run: ['command', 'stdin', 'env', 'cwd', 'timeout'],
      db: ['query', 'params', 'source'],
      use: ['flow', 'with'],
      expect: ['status', 'headers', 'body', 'stdout', 'rows', 'url'],
      eventually: ['within', 'every', 'stopIf'],
    };
    for (const [key, keys] of Object.entries(inside)) {
      expect(await labels(step(`${key}:\n      ‸`))).toEqual(expect.arrayContaining(keys));
    }
  });

  it('completes what a browser does, and by what it finds things', async () => {
    expect(await labels(step('browser:\n      - ‸'))).toEqual(
      expect.arrayContaining(['goto', 'click', 'fill', 'press', 'see', 'notSee']),
    );
    for (const act of ['click', 'fill', 'see', 'notSee', 'press']) {
      expect(await labels(step(`browser:\n      - ${act}:\n          ‸`))).toEqual(
        expect.arrayContaining(['role', 'name', 'label', 'text', 'testId', 'hasText', 'in']),
      );
    }
  });

  it.for([
    ['a field', 'http: GET /\n    expect:\n      status: ‸'],
    ['a body', 'http: GET /\n    expect:\n      body:\n        id: ‸'],
    [
      'lists of mappings, at depth',
      'http: GET /\n    expect:\n      body:\n        items:\n          - a:\n              b: ‸',
    ],
    ['what eventually stops at', 'http: GET /\n    eventually:\n      within: 5s\n      stopIf:\n        body: ‸'],
    ['a matcher', 'http: GET /\n    expect:\n      body:\n        $each:\n          id: ‸'],
  ] as const)('completes each matcher that stands alone once, and says what it means, in %s', async ([, text]) => {
    const found = await completions(step(text));
    const offered = found.filter(({ label }) => label.startsWith('$'));
    expect(offered.map(({ label }) => label).toSorted()).toEqual(words.toSorted());
    expect(offered.filter(({ documentation }) => documentation === undefined)).toEqual([]);
    expect(offered.map(({ insertText }) => insertText)).toEqual(offered.map(({ label }) => `\\${label}`));
  });

  it('completes each matcher with an argument where a mapping may stand', async () => {
    const found = await labels(
      step('http: GET /\n    expect:\n      body:\n        items:\n          - a:\n              ‸'),
    );
    expect(found).toEqual(expect.arrayContaining([...operatorNames]));
  });

  it('completes random values under vars', async () => {
    const found = await completions('name: A\nvars:\n  email: ‸\nsteps: []');
    expect(found.find(({ label }) => label === '${random.email()}')?.insertText).toBe('"\\${random.email()\\}"');
  });

  it('tells what a key means when the pointer is on it', async () => {
    expect(await hover(step('ht‸tp: GET /'))).toContain('Send an HTTP request');
    expect(await hover(step('http: { request: GET /, be‸arer: x }'))).toContain('Authorization: Bearer');
    expect(await hover(step('http: GET /\n    expect: { bo‸dy: 1 }'))).toContain('parsed as JSON');
    expect(await hover('name: A\nmust‸Pass: true\nsteps: []')).toContain('the gate denies');
    expect(await hover('name: A\ncandidate: { st‸art: node a.js }', 'vault')).toContain('Starts the server');
    expect(await hover('params: [a]\nret‸urns: { a: b }\nsteps: []', 'flow')).toContain('calling step');
  });

  it('tells what each matcher means, with an example', async () => {
    const fitting: { readonly [name: string]: string } = { $closeTo: '[1, 1]', $schema: '{ type: object }' };
    for (const name of operatorNames) {
      const said = await hover(
        step(`http: GET /\n    expect: { body: { a: { $‸${name.slice(1)}: ${fitting[name] ?? 'x'} } } }`),
      );
      expect([name, said]).toEqual([name, expect.stringMatching(/[a-z]{3}[\s\S]*Example:/)]);
    }
    for (const word of words) {
      const said = await hover(step(`http: GET /\n    expect: { body: [{ a: $‸${word.slice(1)} }] }`));
      expect([word, said]).toEqual([word, expect.stringMatching(/(?:A|There|true|Not|An)\b/)]);
      expect(said).not.toContain('A word that starts with $');
    }
  });
});

describe('docs/editor.md', () => {
  it('has commands that write schemas, which work beside the files they are for', async () => {
    const commands = blocksOf(page('docs/editor.md')).flatMap(({ info, text }) => (info === 'sh' ? text : []));
    const script = `holdout() { "${process.execPath}" "${holdoutBin}" "$@"; }\n${commands.join('\n')}`;
    execFileSync('bash', ['-e', '-c', script], { env: bench.env });
    const vault = join(bench.dir, 'vaults/shop');
    const wrong = { scenario: step('htpp: 1'), vault: 'name: A\ncandidat: {}', flow: 'steps: [{ htpp: 1 }]' };
    for (const [kind, text] of Object.entries(wrong)) {
      const named = `# yaml-language-server: $schema=../${kind}.schema.json\n${text}`;
      const found = await server.diagnose(join(vault, 'deep', `${kind}.yaml`), named);
      expect(found.map(({ message }) => message).join()).toMatch(/Property (?:htpp|candidat) is not allowed/);
    }
  });

  it('is not alone: the schema of reports is printed, too', () => {
    const printed = execFileSync(process.execPath, [holdoutBin, 'schema', 'report'], { encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual(JSON.parse(readFileSync(join(root, 'schemas/report.schema.json'), 'utf8')));
  });

  it('shows a scenario that is complete', async () => {
    const shown = blocksOf(page('docs/editor.md')).find(({ info }) => info === 'yaml')?.text ?? '';
    expect(await server.diagnose(join(bench.dir, 'vaults/shop/open.yaml'), shown)).toEqual([]);
  });
});
