import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { finished, workbench } from '../rig/workbench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

it('the README’s first scenario works as it is written, command by command', async () => {
  using bench = workbench();
  const section =
    /## Your first scenario[\s\S]*?(?=\n## )/.exec(readFileSync(join(root, 'README.md'), 'utf8'))?.[0] ?? '';
  const commands = [...section.matchAll(/```sh\n([\s\S]*?)```/g)].map((match) => match[1]);
  expect(commands).toHaveLength(5);
  // A shell that reads a script knows aliases only when told to.
  const script = ['shopt -s expand_aliases', ...commands].join('\n');
  const child = spawn('bash', ['-e', '-c', `eval "$1"`, 'bash', script], {
    cwd: root,
    env: { ...bench.env, HOME: bench.dir },
  });
  const { code, stdout, stderr } = await finished(child);
  expect(stderr).not.toContain('error');
  expect(stdout).toContain('1 of 1 pass');
  expect(stdout).toContain('todos: 2 scenarios, no errors');
  expect(stdout).toContain('1 of 2 pass');
  expect(stdout).toContain('expected 400, received 201');
  expect(stdout).toContain('add.yaml:11:23');
  expect(code).toBe(1);
});
