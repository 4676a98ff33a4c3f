import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { node, root } from '../holdout.ts';
import { accepts, freePort } from '../server.ts';
import { writeBruno, writeCollection, writeFeature, writeWorkflow } from './collections.ts';

/** A command line, and what is added to its environment. */
interface Command {
  readonly argv: readonly string[];
  readonly env?: { readonly [name: string]: string };
}

/** Another tool that checks the same: what it runs, at once, for applications on these ports. Files of its own go to `dir`. */
type Peer = (asked: {
  readonly dir: string;
  readonly count: number;
  readonly ports: readonly number[];
}) => Promise<readonly Command[]>;

const here = join(import.meta.dirname, 'peers');
const bin = (name: string): string => join(here, 'node_modules/.bin', name);
const own = (name: string): string => join(import.meta.dirname, name);

/** Those that deal tests out to workers get one command line; of the others there is one process for each application. */
export const peers = {
  async 'bare undici'({ count, ports }) {
    return [{ argv: [node, join(here, 'bare-undici.mjs'), String(count), ...ports.map(String)] }];
  },
  async 'bare supertest'({ count, ports }) {
    return [{ argv: [node, own('bare-supertest.ts'), String(count), ...ports.map(String)] }];
  },
  async 'vitest and supertest'({ dir, count, ports }) {
    for (const index of ports.keys())
      await writeFile(
        join(dir, `part-${index}.spec.ts`),
        `import { definePart } from ${JSON.stringify(own('vitest-part.ts'))};\ndefinePart(${index});\n`,
      );
    const argv = [node, join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--config', own('vitest.config.ts')];
    return [{ argv, env: { PORTS: ports.join(' '), COUNT: String(count), OUTPUT: dir } }];
  },
  async 'playwright test'({ dir, count, ports }) {
    const argv = [node, join(root, 'node_modules/playwright/cli.js'), 'test', '--config', own('playwright.config.ts')];
    return [{ argv, env: { PORTS: ports.join(' '), COUNT: String(count), OUTPUT: dir } }];
  },
  async 'cucumber-js'({ dir, count, ports }) {
    const feature = join(dir, 'notes.feature');
    await writeFeature(feature, count);
    const steps = ['--import', join(here, 'cucumber-steps.mjs'), '--parallel', String(ports.length)];
    const argv = [node, bin('cucumber-js'), feature, ...steps, '--format', 'progress'];
    return [{ argv, env: { PORTS: ports.join(' ') } }];
  },
  newman: ({ dir, count, ports }) =>
    Promise.all(
      ports.map(async (port, index) => {
        const file = join(dir, `collection-${index}.json`);
        await writeCollection(file, { index, of: ports.length, count });
        return { argv: [node, bin('newman'), 'run', file, '--env-var', `base=http://127.0.0.1:${port}`, '--silent'] };
      }),
    ),
  'Bruno CLI': ({ dir, count, ports }) =>
    Promise.all(
      ports.map(async (port, index) => {
        const folder = join(dir, `bruno-${index}`);
        await writeBruno(folder, { index, of: ports.length, count });
        const run = [node, bin('bru'), 'run', '-r', '--env-var', `base=http://127.0.0.1:${port}`];
        return { argv: ['/bin/sh', '-c', 'cd "$1" && shift && exec "$@"', 'sh', folder, ...run] };
      }),
    ),
  'Step CI': ({ dir, count, ports }) =>
    Promise.all(
      ports.map(async (port, index) => {
        const file = join(dir, `workflow-${index}.yaml`);
        await writeWorkflow(file, port, { index, of: ports.length, count });
        return { argv: [node, bin('stepci'), 'run', file], env: { STEPCI_DISABLE_ANALYTICS: '1' } };
      }),
    ),
} as const satisfies { readonly [name: string]: Peer };

export type PeerName = keyof typeof peers;

/** Gets the tools, unless they are there. They are no part of the project: more than all else that it has. */
export function installPeers(): void {
  if (existsSync(bin('newman'))) return;
  process.stderr.write('installing what Holdout is held against ...\n');
  execFileSync('npm', ['install', '--prefix', here, '--no-package-lock', '--ignore-scripts'], { stdio: 'inherit' });
}

/**
 * Milliseconds from nothing to the end of a tool, with as many applications as it may have workers. @throws when it does
 * not end with 0: then it has found fault with an application that has none.
 */
export async function timeOfPeer(name: PeerName, asked: { dir: string; app: string; count: number; of: number }) {
  const { dir, app, count, of } = asked;
  const ports = await Promise.all(Array.from({ length: of }, freePort));
  await mkdir(dir, { recursive: true });
  // What a user has written long before.
  const commands = await peers[name]({ dir, count, ports });
  const started = performance.now();
  const servers = ports.map((port) =>
    spawn(node, ['server.js'], { cwd: app, env: { PORT: String(port) }, stdio: 'ignore' }),
  );
  try {
    await Promise.all(ports.map(isUp));
    await Promise.all(commands.map(ended));
  } finally {
    const gone = servers.filter(({ exitCode }) => exitCode === null).map((server) => once(server, 'exit'));
    for (const server of servers) server.kill('SIGKILL');
    await Promise.all(gone);
  }
  return performance.now() - started;
}

async function isUp(port: number): Promise<void> {
  while (!(await accepts(port))) await new Promise((resolve) => setTimeout(resolve, 2));
}

async function ended({ argv, env = {} }: Command): Promise<void> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-4000);
    });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}: ${said}`);
}
