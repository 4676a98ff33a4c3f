import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { feedbackLevels } from '../../harness/model/vault.ts';
import { formatNames } from '../../harness/wiring.ts';
import { prove, sample } from '../rig/prove.ts';
import { type Answer, finished, holdoutBin, server, type Workbench, workbench } from '../rig/workbench.ts';

/** What the candidate writes wherever it can. */
const MARK = 'candidate-was-here';

/** Each word stands in one place of the vault alone; by the level of feedback that shows it. */
const words = {
  'canary-id': 'never',
  'canary-name': 'never',
  'canary-vault-name': 'never',
  'canary-variable': 'never',
  'canary-path': 'never',
  'canary-expected': 'never',
  'canary-env': 'never',
  'canary-comment': 'never',
  'canary-folder': 'never',
  'canary-step': 'never',
  'canary-impossible': 'never',
  'canary-tag': 'tags',
  'canary-hint': 'hints',
} as const;

const scenarioText = (name: string, expected: string): string => `# canary-comment
name: canary-name ${name}
tags: [canary-tag]
hint: canary-hint
vars: { who: canary-variable }
steps:
  - name: canary-step
    http: { request: POST /canary-path, json: { who: "\${who}" } }
    expect: ${expected}
`;

const vaultText = (feedback: string): string => `name: canary-vault-name
candidate:
  toolchain: [node]
  env: { SETTING: canary-env }
  build: sh build.sh
  start: node server.mjs
  port: 3000
  ready: { within: 10s }
limits: { trial: 20s }
gate: { pass: 2 of 3 }
feedback: ${feedback}
`;

const vaultFiles = (feedback: string): { readonly [path: string]: string } => ({
  'vault.yaml': vaultText(feedback),
  'canary-id-a.yaml': scenarioText('a', '{ status: 200 }'),
  'canary-id-b.yaml': scenarioText('b', '{ status: 200, body: { is: canary-expected } }'),
  'canary-id-c.yaml': scenarioText('c', '{ status: 200, body: { is: canary-expected } }'),
  'canary-impossible.yaml': `name: canary-impossible
tags: [canary-impossible]
hint: canary-impossible
impossible: true
steps: [{ http: GET /, expect: { status: 418 } }]
`,
});

const says = `console.log('${MARK}'); console.error('${MARK}');`;
const app = server(
  `response.setHeader('x-mark', '${MARK}'); response.setHeader('set-cookie', '${MARK}=${MARK}');
   let body = ''; for await (const chunk of request) body += chunk;
   console.log('${MARK}', body, path);
   if (request.method === 'POST') return answer(200, { is: '${MARK}', body, path });`,
  says,
);
const build = `echo ${MARK}; echo ${MARK} > ${MARK}.txt`;

/** What may come of a candidate, or of the owner's side, each with the exit code that it ends with. */
const situations: { readonly [branch: string]: { readonly files: Record<string, string>; readonly code: number } } = {
  fails: { files: { 'server.mjs': app, 'build.sh': build }, code: 1 },
  'cannot-build': { files: { 'server.mjs': app, 'build.sh': `${build}; exit 3` }, code: 1 },
  'never-ready': { files: { 'server.mjs': says, 'build.sh': build }, code: 1 },
  'ends-itself': {
    files: { 'server.mjs': `${app}\nsetTimeout(() => process.exit(7), 400);`, 'build.sh': build },
    code: 1,
  },
};

/** Commands that a worker's output may come from, beside those that are the owner's alone. */
const forWorkers = ['run', 'show', 'gate', 'resume', 'pre-receive'];

describe('what a worker may read', () => {
  let bench: Workbench;
  let repo: string;
  const vaults = new Map<string, string>();

  beforeAll(() => {
    bench = workbench();
    repo = bench.repo({ 'README.md': MARK });
    for (const [branch, { files }] of Object.entries(situations)) bench.commit(repo, branch, files);
    mkdirSync(join(bench.dir, 'canary-folder'), { mode: 0o700 });
    for (const feedback of feedbackLevels)
      vaults.set(feedback, bench.vault(vaultFiles(feedback), `canary-folder/${feedback}`));
  });
  afterAll(() => bench[Symbol.dispose]());

  const worker = (...args: readonly string[]): Promise<Answer> => bench.holdout(...args, '--audience', 'worker');
  const vaultOf = (feedback: string): string => vaults.get(feedback) ?? '';

  it('is printed by these commands, and every other one is the owner’s', async () => {
    const { stdout } = await bench.holdout('--help');
    const listed = stdout.slice(stdout.indexOf('\nCommands:'), stdout.indexOf('\nExamples:'));
    const commands = [...listed.matchAll(/^ {2}([a-z-]+) /gm)].map(([, name = '']) => name);
    expect(commands).toEqual(expect.arrayContaining(forWorkers));
    const others = commands.filter((name) => !forWorkers.includes(name) && name !== 'help');
    for (const name of others) {
      const answer = await worker(name, ...(name === 'policy' ? ['try'] : []), vaultOf('hints'));
      expect([name, answer.code, answer.stdout]).toEqual([name, 2, '']);
      expect(leaks(answer, 'gate')).toEqual([]);
    }
  });

  it.for(sample(Object.keys(situations), 1))(
    'tells nothing of a candidate that %s, in any format, by any command',
    async (branch) => {
      const code = situations[branch]?.code;
      // The owner's words have all of it, so that looking for it can find something.
      const owner = await bench.holdout('run', repo, '--ref', branch, '--vault', vaultOf('hints'));
      expect(owner.code).toBe(code);
      expect(found(owner.stdout)).toEqual(expect.arrayContaining(['canary-name', 'canary-tag']));
      expect(owner.stdout).toContain(MARK);

      for (const feedback of prove ? feedbackLevels : (['gate', 'hints'] as const)) {
        const vault = vaultOf(feedback);
        const files = formatNames.map((format) => join(bench.dir, 'tmp', `${branch}-${feedback}.${format}`));
        const reports = formatNames.flatMap((format, i) => ['--report', `${format}=${files[i]}`]);
        const asked = [
          ['run', repo, '--ref', branch, '--vault', vault, ...reports],
          ['run', repo, '--ref', branch, '--ref', 'main', '--vault', vault, '--json'],
          ['show', 'latest', ...reports],
          ['gate', 'latest', '--vault', vault, ...reports],
          ['resume', 'latest', ...reports],
          ['resume', 'nothing'],
          ['show', 'nothing'],
        ];
        for (const args of asked) {
          const answer = await worker(...args);
          expect([args[0], leaks(answer, feedback)]).toEqual([args[0], []]);
          for (const file of files) {
            const text = readIfThere(file);
            expect([args[0], file, leaks({ code, stdout: text, stderr: '' }, feedback)]).toEqual([args[0], file, []]);
            rmSync(file, { force: true });
          }
        }
        const shown = await worker('show', 'latest');
        expect(shown.stdout).toMatch(feedback === 'gate' ? /deny/ : /\d of 3/);
      }
    },
  );

  it('tells nothing of what is wrong with the owner’s side', async () => {
    const broken = bench.vault(
      { ...vaultFiles('hints'), 'canary-id-d.yaml': 'name: canary-name\nstpes: [canary-step]\n' },
      'canary-folder/broken',
    );
    const gone = join(bench.dir, 'canary-folder/gone');
    const inside = join(repo, 'canary-folder');
    mkdirSync(inside, { mode: 0o700 });
    for (const [name, text] of Object.entries(vaultFiles('hints'))) writeFileSync(join(inside, name), text);
    const judge = ['run', repo, '--ref', 'fails', '--vault'];
    const asked = [
      [...judge, broken],
      [...judge, gone],
      [...judge, inside],
      [...judge, vaultOf('hints'), '--only', 'canary-id-a'],
      [...judge, vaultOf('hints'), '--store', join(repo, 'canary-folder/store')],
      [...judge, vaultOf('hints'), '--report', `html=${gone}/canary-id.html`],
      ['run', repo, '--ref', 'no-such-ref', '--vault', vaultOf('hints')],
      ['gate', 'latest', '--vault', broken],
    ];
    for (const args of asked) {
      const answer = await worker(...args);
      expect([args, answer.code === 0 || answer.code === 1 ? 'went on' : 'stopped']).toEqual([
        args,
        args.includes('--report') ? expect.any(String) : 'stopped',
      ]);
      // What the worker wrote on the command line is no news to it.
      const told = { ...answer, stderr: args.reduce((text, word) => text.replaceAll(word, ''), answer.stderr) };
      expect([args, leaks(told, args.includes('--report') ? 'hints' : 'gate')]).toEqual([args, []]);
    }
    rmSync(inside, { recursive: true });
  });

  it('is what a pusher reads', async () => {
    const bare = join(bench.dir, 'server.git');
    bench.git(repo, 'clone', '--quiet', '--bare', repo, bare);
    const hook = join(bare, 'hooks/pre-receive');
    const call = [process.execPath, holdoutBin, 'pre-receive', '--vault', vaultOf('counts'), '--branch', 'main'];
    writeFileSync(hook, `#!/bin/sh\nexec ${call.map((word) => `'${word}'`).join(' ')}\n`, { mode: 0o755 });
    const push = spawn('git', ['-C', repo, 'push', bare, 'fails:main'], { env: bench.env });
    const answer = await finished(push);
    expect(answer.code).not.toBe(0);
    expect(answer.stderr).toContain('1 of 3');
    expect(leaks(answer, 'counts')).toEqual([]);
  });

  it('is not left lying about where a worker may look', () => {
    const open = ['tmp', 'repo'].flatMap((folder) => filesBelow(join(bench.dir, folder)));
    const leaking = open.filter((file) => found(readFileSync(file, 'latin1')).length > 0);
    expect(leaking).toEqual([]);
  });
});

/** The words of the vault in a text. */
const found = (text: string): readonly string[] => Object.keys(words).filter((word) => text.includes(word));

const rank = (level: string): number => feedbackLevels.findIndex((known) => known === level);

/** What an answer tells that is not for this level; `mark` for the candidate's own. Times are told by no level. */
function leaks(
  { stdout, stderr }: Answer | { code: unknown; stdout: string; stderr: string },
  feedback: string,
): readonly string[] {
  const text = `${stdout}\n${stderr}`;
  const secret = Object.entries(words).filter(([, level]) => level === 'never' || rank(feedback) < rank(level));
  return [
    ...secret.map(([word]) => word).filter((word) => text.includes(word)),
    ...(text.includes(MARK) ? ['mark'] : []),
    ...(/\b\d+(\.\d+)? ?m?s\b/.test(text.replaceAll(/<style>[\s\S]*?<\/style>|<script[^>]*>[\s\S]*?<\/script>/g, ''))
      ? ['a time']
      : []),
  ];
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
