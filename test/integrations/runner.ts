import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { finished, scenario, server, vaultYaml, type Workbench } from '../rig/workbench.ts';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Serves each file of its own folder: what a branch adds to it can be asked for. */
const app = server(`if (existsSync('.' + path)) return answer(200, {});`, `import { existsSync } from 'node:fs';`);

/** A repository, `main` with the file `b` and `feature` with the file `a`, and more of each. */
export function shop(bench: Workbench, name: string, more: { readonly [path: string]: string } = {}): string {
  mkdirSync(dirname(join(bench.dir, name)), { recursive: true });
  const repo = bench.repo({ 'server.mjs': app }, name);
  bench.commit(repo, 'feature', { a: '', ...more });
  bench.commit(repo, 'main', { b: '' });
  return repo;
}

/** Wants both files. */
export const shopVault = {
  'vault.yaml': vaultYaml(),
  'one.yaml': scenario('canary one', 'GET /a'),
  'two.yaml': scenario('canary two', 'GET /b'),
};

/** Wants one of them, and what `base` has. */
export const basedOn = (base: string) => ({
  ...shopVault,
  'vault.yaml': vaultYaml(`gate: { pass: 1, base: ${base} }\n`),
});

/** What a worker may never read of it. */
export const secrets = ['canary', 'one.yaml', 'two.yaml', '404'];

/** Files of a branch that say that all is well, and what a policy of its own would be. */
export const lies = {
  'vault.yaml': vaultYaml('gate: { pass: 0% }\n'),
  'vault/vault.yaml': vaultYaml('gate: { pass: 0% }\n'),
  '.holdout/vault.yaml': vaultYaml('gate: { pass: 0% }\n'),
  'verdict.json': '{"decision":{"is":"allow"}}',
};

interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: { readonly [name: string]: string };
}

export interface Action {
  readonly name: string;
  readonly description: string;
  readonly inputs: { readonly [name: string]: { readonly description: string; readonly default?: string } };
  readonly outputs: { readonly [name: string]: { readonly description: string; readonly value: string } };
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export const action: Action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

const [header = '', job = ''] = readFileSync(join(root, 'integrations/gitlab/holdout.gitlab-ci.yml'), 'utf8').split(
  /^---$/m,
);

/** What the GitLab template may be told, and the text of its job before it is. */
export const gitlabInputs: { readonly [name: string]: { readonly description: string; readonly default?: string } } =
  parse(header).spec.inputs;
export const gitlabJob = job;

/** Names the values of GitHub's expressions, as deep as they go. */
interface Context {
  readonly [name: string]: Context | string | undefined;
}

/** `${{ a.b || c.d }}`: the first that is something, else nothing; `${{ a.b == '' }}`: whether it is. */
function resolve(text: string, context: Context): string {
  return text.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) => {
    const [asked = '', wanted] = expression.split(" == '");
    const found = asked.split(' || ').map((path) => lookUp(path, context));
    const value = found.find((one) => one !== '') ?? '';
    return wanted === undefined ? value : String(value === wanted.slice(0, -1));
  });
}

function lookUp(path: string, context: Context): string {
  if (!/^[a-z_]+(\.[a-z_]+)+$/.test(path)) throw new Error(`not an expression that is understood here: ${path}`);
  let at: Context | string | undefined = context;
  for (const name of path.split('.')) at = typeof at === 'object' ? at[name] : undefined;
  return typeof at === 'string' ? at : '';
}

export interface Ran {
  readonly code: number | null;
  readonly log: string;
  readonly summary: string;
  readonly outputs: { readonly [name: string]: string };
}

/** Does what GitHub's runner does with a composite action: each step's script in a bash of its own. */
export async function runAction(
  bench: Workbench,
  { inputs, github }: { readonly inputs: { readonly [name: string]: string }; readonly github: Context },
  steps = action.runs.steps.filter(({ name }) => name !== 'Install Holdout'),
  env: NodeJS.ProcessEnv = {},
): Promise<Ran> {
  const place = (name: string): string => join(bench.dir, name);
  const given = Object.entries(action.inputs).map(([name, input]) => [
    name,
    inputs[name] ?? resolve(input.default ?? '', { github }),
  ]);
  const context: { [name: string]: Context } = { github, inputs: Object.fromEntries(given), steps: {} };
  mkdirSync(place('workspace'), { recursive: true });
  mkdirSync(place('runner'), { recursive: true });
  rmSync(place('summary'), { force: true });
  let log = '';
  let code: number | null = 0;
  for (const step of steps) {
    if (code !== 0 || (step.if !== undefined && resolve(step.if, context) !== 'true')) continue;
    for (const file of ['output', 'summary']) writeFileSync(place(file), '', { flag: 'a' });
    writeFileSync(place('output'), '');
    writeFileSync(place('step.sh'), step.run ?? '');
    const own = Object.entries(step.env ?? {}).map(([name, text]) => [name, resolve(text, context)]);
    const child = spawn('bash', ['--noprofile', '--norc', '-eo', 'pipefail', place('step.sh')], {
      cwd: place('workspace'),
      env: {
        ...bench.env,
        PATH: `${dirname(process.execPath)}:${bench.env['PATH']}`,
        GITHUB_ACTION_PATH: root.replace(/\/$/, ''),
        GITHUB_OUTPUT: place('output'),
        GITHUB_STEP_SUMMARY: place('summary'),
        RUNNER_TEMP: place('runner'),
        ...Object.fromEntries(own),
        ...env,
      },
    });
    const answer = await finished(child);
    log += answer.stdout + answer.stderr;
    code = answer.code;
    const lines = readFileSync(place('output'), 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    const outputs = Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    if (step.id !== undefined) context['steps'] = { ...context['steps'], [step.id]: { outputs } };
  }
  const outputs = Object.entries(action.outputs).map(([name, { value }]) => [name, resolve(value, context)]);
  const summary = existsSync(place('summary')) ? readFileSync(place('summary'), 'utf8') : '';
  return { code, log, summary, outputs: Object.fromEntries(outputs) };
}
