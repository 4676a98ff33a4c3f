import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../rig/docs.ts';

interface Machine {
  readonly root: boolean;
  readonly apt: boolean;
  readonly run: (line: readonly string[]) => { readonly ok: boolean; readonly stderr: string };
  readonly say: (text: string) => void;
}

interface Setup {
  readonly missingPackages: (purpose: string | undefined, has: (program: string) => boolean) => readonly string[];
  readonly install: (packages: readonly string[], machine: Machine) => number;
}

const script = join(root, 'scripts/setup.mjs');
const { missingPackages, install }: Setup = await import(script);

/** A machine that answers to command lines, and what was run on it and said. */
function machine(answers: (line: string) => boolean, more: Partial<Machine> = {}) {
  const lines: string[] = [];
  const said: string[] = [];
  const run: Machine['run'] = (line) => {
    lines.push(line.join(' '));
    const ok = answers(line.join(' '));
    return { ok, stderr: ok ? '' : 'Reading package lists...\nE: Unable to locate package\n' };
  };
  return { lines, said, machine: { root: true, apt: true, run, say: (text: string) => void said.push(text), ...more } };
}

const nothing = (): boolean => false;

const apt = 'apt-get install -y --no-install-recommends';

describe('setting up a machine', () => {
  it('installs nothing, and says nothing, where everything is', () => {
    expect(missingPackages('test', () => true)).toEqual([]);
    expect(execFileSync(process.execPath, [script, 'test'], { encoding: 'utf8' })).toBe('');
  });

  it('needs a browser and databases for the tests only', () => {
    const demo = missingPackages(undefined, nothing);
    expect(demo).toEqual(['bubblewrap', 'git', 'util-linux', 'mount', 'perl-base']);
    expect(missingPackages('test', nothing)).toEqual([
      ...demo,
      ...['chromium-headless-shell', 'postgresql', 'redis-server'],
    ]);
    expect(missingPackages('test', (program) => program !== 'postgres')).toEqual(['postgresql']);
  });

  it('says what it does, and refreshes the package list only when it has to', () => {
    const quick = machine(() => true);
    expect(install(['postgresql', 'redis-server'], quick.machine)).toBe(0);
    expect(quick.lines).toEqual([`${apt} postgresql redis-server`]);
    expect(quick.said).toEqual(['installing postgresql, redis-server ...\n']);

    let refreshed = false;
    const old = machine((line) => (refreshed ||= line.includes('update')));
    expect(
      install(['git'], {
        ...old.machine,
        root: false,
        run: (line) => (line.includes('true') ? { ok: true, stderr: '' } : old.machine.run(line)),
      }),
    ).toBe(0);
    expect(old.lines).toEqual([`sudo -n ${apt} git`, 'sudo -n apt-get update -qq', `sudo -n ${apt} git`]);
  });

  it('gives the line to run where it may not, or where there is no apt-get', () => {
    const text = `Holdout needs git and mount, not installed here. Please run:\n  sudo ${apt} git mount\n`;
    for (const more of [{ root: false }, { apt: false }]) {
      const closed = machine(() => false, more);
      expect(install(['git', 'mount'], closed.machine)).toBe(1);
      expect(closed.said).toEqual([text]);
    }
  });

  it('installs what can be had, and names what can not', () => {
    const poor = machine((line) => line === `${apt} redis-server`);
    expect(install(['chromium-headless-shell', 'redis-server'], poor.machine)).toBe(1);
    expect(poor.said.slice(1)).toEqual([
      'chromium-headless-shell could not be installed: E: Unable to locate package\n',
      `Please run:\n  sudo ${apt} chromium-headless-shell\n`,
    ]);
  });
});
