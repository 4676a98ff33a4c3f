import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { canaryOf } from '../../harness/model/canary.ts';
import { whole } from '../rig/prove.ts';
import { scenario, server, vaultYaml, type Workbench, workbench } from '../rig/workbench.ts';

const canary = (digit: number): string => canaryOf(`00000000-0000-4000-8000-00000000000${digit}`);
const books = `${scenario(
  'A book that is on loan stays on loan for the other readers',
  'GET /books/moby-dick?reader=somebody-else',
  '{ status: 200, body: { availability: on loan, waitingReaders: 3 } }',
)}canary: ${canary(1)}\n`;
const files = {
  'vault.yaml': `${vaultYaml()}canary: ${canary(0)}\n`,
  'loans/books.yaml': books,
};
const app = {
  'server.mjs': server(
    "if (path.startsWith('/books/')) return answer(200, { availability: 'on loan', waitingReaders: 3 });",
  ),
};

async function keyIn(bench: Workbench): Promise<{ readonly file: string; readonly recipient: string }> {
  const identity = await generateIdentity();
  const file = join(bench.dir, 'key.txt');
  writeFileSync(file, `# made for a test\n${identity}\n`, { mode: 0o600 });
  return { file, recipient: await identityToRecipient(identity) };
}

describe('a sealed vault', () => {
  it('judges as its folder does, is never written out on the way, and opens into the same files', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const vault = bench.vault({ ...files, 'controls/bad/note.txt': 'a fault' });
    const { file: key, recipient } = await keyIn(bench);
    const sealed = await bench.holdout('seal', vault, '--to', recipient);
    expect(sealed).toMatchObject({ code: 0, stderr: '' });
    expect(sealed.stdout).toContain('Sealed 3 files for 1 key');
    expect(statSync(`${vault}.age`).mode & 0o777).toBe(0o600);
    expect(readFileSync(`${vault}.age`).includes('loan')).toBe(false);
    rmSync(vault, { recursive: true });

    bench.env['HOLDOUT_IDENTITY'] = key;
    const judged = await bench.holdout('run', repo, '--ref', 'main', '--vault', `${vault}.age`);
    expect(judged.stdout + judged.stderr).toContain('1 of 1 pass');
    expect(judged.code).toBe(0);
    expect((await bench.holdout('gate', 'latest', '--vault', `${vault}.age`)).code).toBe(0);
    expect((await bench.holdout('check', `${vault}.age`)).stdout).toBe('bench: 1 scenario, no errors\n');

    const opened = await bench.holdout('unseal', `${vault}.age`);
    expect(opened).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(join(vault, 'loans/books.yaml'), 'utf8')).toBe(books);
    expect(readFileSync(join(vault, 'controls/bad/note.txt'), 'utf8')).toBe('a fault');
    expect(statSync(join(vault, 'loans')).mode & 0o777).toBe(0o700);
    expect(statSync(join(vault, 'loans/books.yaml')).mode & 0o777).toBe(0o600);
    // The same vault: what was judged by the file is not judged again by the folder.
    const again = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--json');
    expect(JSON.parse(again.stdout).reports[0]).toMatchObject({ reused: true });
  });

  whole('is told from one that has no key, another key, or is broken, and is not changed in place', async () => {
    using bench = workbench();
    const vault = bench.vault(files);
    const phrase = join(bench.dir, 'phrase.txt');
    writeFileSync(phrase, 'correct horse\n', { mode: 0o600 });
    const file = join(bench.dir, 'sealed.age');
    expect((await bench.holdout('seal', vault, '--passphrase-file', phrase, '-o', file)).code).toBe(0);
    expect((await bench.holdout('check', file, '--passphrase-file', phrase)).code).toBe(0);

    const unheard = await bench.holdout('check', file);
    expect(unheard.stdout).toContain('nobody is there to type it');
    writeFileSync(phrase, 'battery staple\n');
    expect((await bench.holdout('check', file, '--passphrase-file', phrase)).stdout).toContain('another passphrase');
    writeFileSync(phrase, 'correct horse\n');
    const fixed = await bench.holdout('check', file, '--fix', '--passphrase-file', phrase);
    expect(fixed.stderr).toContain(`holdout unseal ${file}`);
    expect((await bench.holdout('new', 'A promise', '--vault', file)).stderr).toContain('is sealed');
    writeFileSync(file, readFileSync(file).subarray(0, -20));
    const broken = await bench.holdout('run', '.', '--vault', file, '--passphrase-file', phrase);
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining('the sealed vault is damaged') });
  });

  it('is not written over anything, nor opened into a repository', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const vault = bench.vault(files);
    const { file: key, recipient } = await keyIn(bench);
    expect((await bench.holdout('seal', vault, '--to', recipient, '-o', key)).stderr).toContain('is no sealed vault');
    expect((await bench.holdout('seal', vault)).stderr).toContain('nobody was named who could open it');
    for (const time of ['first', 'again']) {
      expect([time, (await bench.holdout('seal', vault, '--to', recipient)).code]).toEqual([time, 0]);
    }
    const open = ['unseal', `${vault}.age`, '--identity', key] as const;
    expect((await bench.holdout(...open)).stderr).toContain('is there already');
    const inside = await bench.holdout(...open, '-o', join(repo, 'vault'));
    expect(inside).toMatchObject({ code: 2, stderr: expect.stringContaining('would lie inside the repository') });
    expect(existsSync(join(repo, 'vault'))).toBe(false);
  });
});

describe('a policy that requires a seal', () => {
  it('is told before anything is judged, with how it was found out; a run that never gates goes on', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const vault = bench.vault({
      ...files,
      'vault.yaml': `${vaultYaml('gate: { require: { isolation: sealed } }\n')}canary: ${canary(0)}\n`,
    });
    const held = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(held.code).toBe(3);
    expect(held.stderr).toContain('the policy requires a sealed vault, and the worker could read this one');
    expect(held.stderr).toContain('the repository belongs to');
    expect((await bench.holdout('history')).stdout).not.toContain('main');
    const worker = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--audience', 'worker');
    expect(worker).toMatchObject({ code: 3, stderr: expect.not.stringContaining('belongs to') });
    const one = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--only', 'loans/books');
    expect(one.stdout).toContain('1 of 1 pass');
    expect(one.stdout).toContain('Found out so: the repository belongs to');
  });
});

describe('a candidate that holds a canary', () => {
  it('is refused: all scenarios fail, the owner hears where, the worker hears nothing of it', async () => {
    using bench = workbench();
    const repo = bench.repo({ ...app, 'docs/plan.md': `what it asks:\n${books}` });
    const vault = bench.vault({ ...files, 'vault.yaml': `${files['vault.yaml']}feedback: hints\n` });
    const { code, stdout } = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault);
    expect(code).toBe(1);
    expect(stdout).toContain('0 of 1 pass');
    expect(stdout).toContain('"docs/plan.md" holds the canary of loans/books.yaml');
    expect(stdout).not.toContain(canary(1));
    const worker = await bench.holdout('run', repo, '--ref', 'main', '--vault', vault, '--audience', 'worker');
    expect(worker.code).toBe(1);
    expect(worker.stdout + worker.stderr).not.toMatch(/canary|plan\.md|loans/);

    // A Build that is there already is no way around: the canary came into the vault later.
    bench.commit(repo, 'early', { 'docs/plan.md': canary(2) });
    expect((await bench.holdout('run', repo, '--ref', 'early', '--vault', vault)).code).toBe(0);
    writeFileSync(
      join(vault, 'loans/books.yaml'),
      books.replace(canary(1), canary(2)).replace('stays on loan', 'is kept'),
    );
    const late = await bench.holdout('run', repo, '--ref', 'early', '--vault', vault);
    expect(late).toMatchObject({ code: 1, stdout: expect.stringContaining('holds the canary of loans/books.yaml') });
  });
});

describe('holdout scan', () => {
  it('finds a scenario in the history of a repository that deleted it, and in an object that nothing leads to', async () => {
    using bench = workbench();
    const repo = bench.repo(app);
    const vault = bench.vault(files);
    const clean = await bench.holdout('scan', repo, '--vault', vault);
    expect(clean).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing of the vault was found') });

    const leaked = bench.commit(repo, 'main', { 'notes/task.md': books });
    rmSync(join(repo, 'notes'), { recursive: true });
    const deleted = bench.commit(repo, 'main', {});
    writeFileSync(join(bench.dir, 'lost.txt'), `remember: ${canary(0)}`);
    const lost = bench.git(repo, 'hash-object', '-w', join(bench.dir, 'lost.txt'));
    const { code, stdout } = await bench.holdout('scan', repo, '--vault', vault, '--json');
    expect(code).toBe(1);
    const { found } = JSON.parse(stdout);
    const commit = expect.stringMatching(new RegExp(`^(?:${leaked}|${deleted})$`));
    const object = { id: expect.any(String), place: { commit, path: 'notes/task.md' } };
    expect(found).toHaveLength(3);
    expect(found).toEqual(
      expect.arrayContaining([
        { file: 'loans/books.yaml', kind: 'canary', line: 5, object },
        { file: 'loans/books.yaml', kind: 'fragment', line: 1, words: expect.any(Number), object },
        { file: 'vault.yaml', kind: 'canary', line: 1, object: { id: lost } },
      ]),
    );
    const told = await bench.holdout('scan', repo, '--vault', vault);
    expect(told.stdout).toContain('loans/books.yaml\n  its canary');
    expect(told.stdout).toContain('to which nothing leads');
  });

  it('finds it in a transcript, escaped as it is there, and in files that git ignores', async () => {
    using bench = workbench();
    const repo = bench.repo({ ...app, '.gitignore': 'scratch/\n' });
    const vault = bench.vault(files);
    const transcript = join(bench.dir, 'transcript.jsonl');
    writeFileSync(transcript, `${JSON.stringify({ role: 'user', content: 'write a library' })}\n`.repeat(2000));
    const shown = books.replace(/^canary.*\n/m, '').replaceAll(/^/gm, '    7\t');
    appendFileSync(transcript, `${JSON.stringify({ role: 'tool', content: JSON.stringify({ output: shown }) })}\n`);
    const { code, stdout } = await bench.holdout('scan', transcript, '--vault', vault);
    expect(code).toBe(1);
    expect(stdout).toMatch(/loans\/books\.yaml\n {2}\d+ of its words +.*transcript\.jsonl:2001\n/);

    mkdirSync(join(repo, 'scratch'));
    writeFileSync(join(repo, 'scratch/todo.txt'), `\n\nsee ${canary(1)}`);
    expect((await bench.holdout('scan', repo, '--vault', vault)).stdout).toContain('scratch/todo.txt:3');
  });

  it('takes what stands in the base for public, but no canary', async () => {
    using bench = workbench();
    const spec = books.replace(/^canary.*\n/m, '');
    const repo = bench.repo({ ...app, 'docs/spec.md': spec });
    const vault = bench.vault(files);
    expect((await bench.holdout('scan', repo, '--vault', vault)).code).toBe(1);
    expect((await bench.holdout('scan', repo, '--vault', vault, '--base', 'main')).code).toBe(0);
    bench.commit(repo, 'feature', { 'copy.md': books });
    const { code, stdout } = await bench.holdout('scan', repo, '--vault', vault, '--base', 'main');
    expect(code).toBe(1);
    expect(stdout).toContain('its canary');
    expect(stdout).not.toContain('of its words');
    expect((await bench.holdout('scan', join(bench.dir, 'nowhere'), '--vault', vault)).code).toBe(2);
  });
});
