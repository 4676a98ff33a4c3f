import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  readFileSync,
  statSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { instrument } from '../../../../harness/qualify/mutants/instrument.ts';
import { coveredVariable, mutantGlobal, mutantVariable } from '../../../../harness/qualify/mutants/switches.ts';
import { mutantOf, tree } from './tree.ts';

const tsc = fileURLToPath(new URL('../../../../node_modules/.bin/tsc', import.meta.url));
const vote = 'export const mayVote = (age) => age >= 18;\n';
const asks = "import { mayVote } from './vote.js';\nprocess.stdout.write(String(mayVote(18)));\n";

describe('an instrumented tree', () => {
  it('does what it did until a mutant is named, and then what that mutant does', async () => {
    using app = tree({ 'package.json': '{"type":"module"}', 'vote.js': vote, 'main.js': asks });
    const { mutants } = await app.instrument();
    const { id } = mutantOf(mutants, 'age >= 18', 'age > 18');
    expect(app.run('main.js')).toBe('true');
    expect(app.run('main.js', { [mutantVariable]: id })).toBe('false');
    expect(app.run('main.js', { [mutantVariable]: 'of another time' })).toBe('true');
  });

  it('says of each mutant where it is and what it changes', async () => {
    using app = tree({ 'src/vote.js': `\n${vote}` });
    const { mutants, sources, skipped } = await app.instrument();
    expect(mutantOf(mutants, 'age >= 18', 'age < 18')).toEqual({
      id: expect.stringMatching(/^\d+$/),
      file: 'src/vote.js',
      at: { line: 2, column: 33 },
      end: { line: 2, column: 42 },
      mutator: 'EqualityOperator',
      original: 'age >= 18',
      replacement: 'age < 18',
    });
    expect(sources).toEqual({ 'src/vote.js': `\n${vote}` });
    expect(skipped).toEqual([]);
  });

  it('has the same ids each time, counted over all files in the order of their names', async () => {
    const files = { 'b.js': vote, 'a/z.js': vote, 'a.js': vote };
    using one = tree(files);
    using other = tree(Object.fromEntries(Object.entries(files).toReversed()));
    const { mutants } = await one.instrument();
    expect((await other.instrument()).mutants).toEqual(mutants);
    expect(mutants.map(({ id }) => id)).toEqual(mutants.map((_, index) => String(index)));
    expect([...new Set(mutants.map(({ file }) => file))]).toEqual(['a.js', 'a/z.js', 'b.js']);
    expect(one.text('b.js')).toBe(other.text('b.js'));
  });

  it('still has its #! line first, is strict where it was, and is CommonJS where it was', async () => {
    using app = tree({
      'old.cjs':
        "#!/usr/bin/env node\n'use strict';\nexports.kind = (function () { return this === undefined; })() ? 'strict' : 'sloppy';\n",
      'sloppy.cjs': "exports.kind = (function () { return this === undefined; })() ? 'strict' : 'sloppy';\n",
      'main.cjs': "process.stdout.write(require('./old.cjs').kind + ' ' + require('./sloppy.cjs').kind);\n",
    });
    const { mutants } = await app.instrument();
    expect(app.text('old.cjs')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(app.run('main.cjs')).toBe('strict sloppy');
    const { id } = mutantOf(
      mutants.filter(({ file }) => file === 'old.cjs'),
      "'strict'",
      '""',
    );
    expect(app.run('main.cjs', { [mutantVariable]: id })).toBe(' sloppy');
  });

  it('is TypeScript where it was, which node runs as it runs any', async () => {
    using app = tree({
      'vote.ts': `interface Person { readonly age: number }
        export const limits = { from: 18 } as const;
        export class Voter<T extends Person> {
          readonly #who: T;
          constructor(who: T) { this.#who = who; }
          may = (): boolean => this.#who.age! >= (limits satisfies object).from;
        }\n`,
      'main.mts':
        "import { Voter } from './vote.ts';\nprocess.stdout.write(String(new Voter<{ age: number }>({ age: 18 }).may()));\n",
      'vote.test.ts': "import { limits } from './vote.ts';\nconst from: 18 = limits.from;\n",
      'types.d.ts': 'declare const x: 1;\n',
    });
    const { mutants } = await app.instrument();
    const { id } = mutantOf(
      mutants,
      'this.#who.age! >= (limits satisfies object).from',
      'this.#who.age! > (limits satisfies object).from',
    );
    expect(app.run('main.mts')).toBe('true');
    expect(app.run('main.mts', { [mutantVariable]: id })).toBe('false');
    expect(app.text('vote.test.ts')).toMatch(/^\/\/ @ts-nocheck\n/);
    expect(app.text('types.d.ts')).toBe('declare const x: 1;\n');
  });

  it('holds mutants of JSX, each as its language has it', async () => {
    using app = tree({
      'a.jsx': 'export const A = ({ n }) => <p className="x">{n > 1 ? "many" : "one"}</p>;\n',
      'b.tsx': 'export const B = ({ n }: { n: number }) => <p>{n > 1 ? "many" : "one"}</p>;\n',
    });
    const { mutants, skipped } = await app.instrument();
    expect(skipped).toEqual([]);
    expect(mutants.filter(({ replacement }) => replacement === 'n >= 1').map(({ file }) => file)).toEqual([
      'a.jsx',
      'b.tsx',
    ]);
  });

  it('tells which mutants were reached, each once for a process', async () => {
    using app = tree({
      'package.json': '{"type":"module"}',
      'vote.js': `${vote}export const never = (age) => age + 1;\n`,
      'main.js': "import { mayVote } from './vote.js';\nfor (const age of [1, 2, 3]) mayVote(age);\n",
      'old.cjs': "module.exports = 'text';\n",
    });
    const { mutants } = await app.instrument();
    const covered = app.path('covered');
    const lines = (): string[] => readFileSync(covered, 'utf8').trim().split('\n');
    app.run('main.js', { [coveredVariable]: covered });
    const first = lines();
    expect(first).toEqual([...new Set(first)]);
    expect(first).toContain(mutantOf(mutants, 'age >= 18', 'age > 18').id);
    expect(first).not.toContain(mutantOf(mutants, 'age + 1', 'age - 1').id);
    app.run('old.cjs', { [coveredVariable]: covered });
    expect(lines()).toEqual([...first, mutantOf(mutants, "'text'", '""').id]);
  });

  it('goes on where the file of what was reached cannot be written', async () => {
    using app = tree({ 'package.json': '{"type":"module"}', 'vote.js': vote, 'main.js': asks });
    await app.instrument();
    expect(app.run('main.js', { [coveredVariable]: app.path('nowhere/covered') })).toBe('true');
  });

  it('has its mutant on in workers and in programs that it starts', async () => {
    using app = tree({
      'package.json': '{"type":"module"}',
      'vote.js': vote,
      'child.js': asks,
      'worker.js':
        "import { parentPort } from 'node:worker_threads';\nimport { mayVote } from './vote.js';\nparentPort.postMessage(mayVote(18));\n",
      'main.js': `
        import { execFileSync } from 'node:child_process';
        import { Worker } from 'node:worker_threads';
        const worker = new Worker(new URL('./worker.js', import.meta.url));
        worker.once('message', (said) => process.stdout.write(said + ' ' + execFileSync(process.execPath, ['child.js'], { cwd: import.meta.dirname })));\n`,
    });
    const { mutants } = await app.instrument();
    const { id } = mutantOf(mutants, 'age >= 18', 'age > 18');
    expect(app.run('main.js')).toBe('true true');
    expect(app.run('main.js', { [mutantVariable]: id })).toBe('false false');
  });

  it('works in a page, whose plain scripts share their functions, and which has no environment', async () => {
    using app = tree({
      'public/a.js': 'function mayVote(age) { return age >= 18; }\n',
      'public/b.js': "said = (mayVote(18) ? 'yes' : 'no') + ' ' + (mayVote(19) ? 'yes' : 'no');\n",
    });
    const { mutants } = await app.instrument();
    const page = (mutant?: string): unknown => {
      const context = createContext({ said: '', [mutantGlobal]: mutant });
      for (const script of ['public/a.js', 'public/b.js']) runInContext(app.text(script), context);
      return context['said'];
    };
    const [first, ...others] = mutants.filter(({ file, original }) => file === 'public/b.js' && original === "'yes'");
    expect([first, others.length]).toEqual([expect.anything(), 1]);
    expect(page()).toBe('yes yes');
    expect(page(mutantOf(mutants, 'age >= 18', 'age > 18').id)).toBe('no yes');
    expect(page(first?.id)).toBe(' yes');
  });

  it('passes a type check that ends a build, tests included', async () => {
    using app = tree({
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          ...{
            strict: true,
            noUnusedLocals: true,
            noImplicitReturns: true,
            allowUnreachableCode: false,
            noEmitOnError: true,
          },
          ...{ declaration: true, outDir: 'out', module: 'nodenext', target: 'es2024', types: [] },
        },
      }),
      'package.json': '{"type":"module"}',
      'limits.ts':
        "export const limits = { from: 18, unit: 'years' } as const;\nexport const units = ['years', 'days'] as const;\n",
      'vote.ts': `import { limits } from './limits.js';
        export type Said = 'yes' | 'no';
        export function said(age: number | undefined): Said {
          if (age === undefined) throw new TypeError('an age is needed');
          switch (limits.unit) { case 'years': return age >= limits.from ? 'yes' : 'no'; }
        }
        export const unit = () => limits.unit;\n`,
      'test/vote.test.ts':
        "import { said, unit } from '../vote.js';\nconst both: ['yes' | 'no', 'years'] = [said(18), unit()];\nexport default both;\n",
    });
    const check = (): string => spawnSync(tsc, ['-p', app.dir], { encoding: 'utf8' }).stdout;
    expect(check()).toBe('');
    rmSync(app.path('out'), { recursive: true });
    const { mutants } = await app.instrument();
    expect(check()).toBe('');
    writeFileSync(app.path('main.mjs'), "import { said } from './out/vote.js';\nprocess.stdout.write(said(18));\n");
    expect(app.run('main.mjs')).toBe('yes');
    const { id } = mutantOf(mutants, 'age >= limits.from', 'age > limits.from');
    expect(app.run('main.mjs', { [mutantVariable]: id })).toBe('no');
  });

  it('leaves a global that no loop finds', async () => {
    using app = tree({
      'main.cjs':
        "let found = '';\nfor (const name in globalThis) found += name.includes('holdout') ? name : '';\nprocess.stdout.write(`[${found}]`);\n",
    });
    await app.instrument();
    expect(app.run('main.cjs')).toBe('[]');
  });
});

describe('instrumenting', () => {
  it('leaves what it cannot parse as it was, and says why', async () => {
    using app = tree({ 'bad.js': 'const = 1 > 2;\n', 'good.js': vote });
    const { skipped, mutants } = await app.instrument();
    expect(skipped).toEqual([{ file: 'bad.js', why: "can't be mutated: Unexpected token (1:6)" }]);
    expect(app.text('bad.js')).toBe('const = 1 > 2;\n');
    expect(new Set(mutants.map(({ file }) => file))).toEqual(new Set(['good.js']));
  });

  it('leaves what is large, is no text, or was instrumented before', async () => {
    using app = tree({ 'good.js': vote, 'large.js': `${vote}${'//\n'.repeat(180_000)}` });
    writeFileSync(app.path('latin.js'), Buffer.from(`x = '\u00e9';`, 'latin1'));
    await app.instrument();
    const before = app.text('good.js');
    expect((await app.instrument()).skipped).toEqual([
      { file: 'good.js', why: 'was instrumented before' },
      { file: 'large.js', why: 'is larger than 512 KiB' },
      { file: 'latin.js', why: 'is no UTF-8' },
    ]);
    expect(app.text('good.js')).toBe(before);
  });

  it('never follows a link, nor writes a file that has a further name elsewhere', async () => {
    using outside = tree({ 'vote.js': vote, 'folder/vote.js': vote });
    using app = tree({ 'own.js': vote });
    symlinkSync(outside.path('vote.js'), app.path('link.js'));
    symlinkSync(outside.path('folder'), app.path('folder'));
    linkSync(outside.path('vote.js'), app.path('hard.js'));
    const { mutants, skipped } = await app.instrument();
    expect(new Set(mutants.map(({ file }) => file))).toEqual(new Set(['own.js']));
    expect(skipped).toEqual([{ file: 'hard.js', why: 'has a further name' }]);
    expect([outside.text('vote.js'), outside.text('folder/vote.js')]).toEqual([vote, vote]);
  });

  it('works in a folder that is reached through a link', async () => {
    using app = tree({ 'real/vote.js': vote });
    symlinkSync(app.path('real'), app.path('linked'));
    const done = await instrument(app.path('linked'));
    expect(done.ok && done.value.mutants.length).toBeGreaterThan(0);
  });

  it('keeps modes and owners', async () => {
    using app = tree({ 'run.js': `#!/usr/bin/env node\n${vote}` });
    chmodSync(app.path('run.js'), 0o755);
    if (process.getuid?.() === 0) chownSync(app.path('run.js'), 61_000, 61_000);
    const before = statSync(app.path('run.js'));
    await app.instrument();
    const { mode, uid, gid, ino } = statSync(app.path('run.js'));
    expect({ mode, uid, gid, ino }).toEqual({ mode: before.mode, uid: before.uid, gid: before.gid, ino: before.ino });
  });

  it('runs no settings of the tree, and hears no comment that would spare code', async () => {
    using app = tree({
      'babel.config.cjs': "require('node:fs').writeFileSync(__dirname + '/ran', '');\nmodule.exports = {};\n",
      '.babelrc.cjs': "require('node:fs').writeFileSync(__dirname + '/ran', '');\nmodule.exports = {};\n",
      'vote.js': `// Stryker disable all\n${vote}`,
    });
    const { mutants } = await app.instrument();
    expect(mutantOf(mutants, 'age >= 18', 'age > 18').file).toBe('vote.js');
    expect(() => app.text('ran')).toThrow('ENOENT');
  });

  it('leaves tests, settings, and what others wrote or programs made', async () => {
    const others = [
      ...[
        'test/a.js',
        'src/tests/a.js',
        'src/__tests__/a.js',
        'spec/a.js',
        'e2e/a.js',
        'src/a.test.js',
        'src/a.spec.mjs',
      ],
      ...['vite.config.js', 'node_modules/x/a.js', '.hidden/a.js', '.eslintrc.js', 'dist/a.js', 'build/a.js'],
      ...['coverage/a.js', 'vendor/a.js', 'public/lib.min.js', 'src/a.json'],
    ];
    using app = tree(Object.fromEntries([...others, 'src/testing.js'].map((file) => [file, vote])));
    const { sources, skipped } = await app.instrument();
    expect(Object.keys(sources)).toEqual(['src/testing.js']);
    expect(skipped).toEqual([]);
    expect(others.filter((file) => app.text(file) !== vote)).toEqual([]);
  });

  it('mutates prints only where they are judged', async () => {
    const files = { 'main.js': "console.log('so many: ' + 2);\n" };
    using server = tree(files);
    using program = tree(files);
    expect((await server.instrument()).mutants).toEqual([]);
    expect(server.text('main.js')).toBe(files['main.js']);
    expect((await program.instrument({ prints: true })).mutants.length).toBeGreaterThan(0);
  });

  it('finds nothing in a tree without sources', async () => {
    using app = tree({ 'README.md': '#' });
    mkdirSync(app.path('empty'));
    expect(await app.instrument()).toEqual({ mutants: [], skipped: [], sources: {} });
  });
});
