import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each room may import, beside itself. The order is the house's: nothing points back. */
const allowed: { readonly [room: string]: readonly string[] } = {
  'harness/model': [],
  'harness/vault': ['harness/model'],
  'harness/author': ['harness/model', 'harness/vault'],
  'harness/cell': ['harness/model'],
  'harness/gate': ['harness/model'],
  'harness/history': ['harness/model'],
  'harness/candidate': ['harness/model', 'harness/vault', 'harness/cell', 'harness/gate', 'harness/history'],
  'harness/judge': [
    'harness/model',
    'harness/vault',
    'harness/cell',
    'harness/gate',
    'harness/history',
    'harness/candidate',
  ],
  'harness/attack': ['harness/model', 'harness/vault', 'harness/cell'],
  'harness/qualify': [
    'harness/model',
    'harness/vault',
    'harness/cell',
    'harness/gate',
    'harness/history',
    'harness/candidate',
    'harness/judge',
  ],
  'harness/scan': ['harness/model', 'harness/vault', 'harness/candidate'],
  adapters: ['harness/model'],
  reports: ['harness/model'],
};

const files = ['harness', 'adapters', 'reports'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join(folder, path)),
);
const imports = new Map(files.map((file) => [file, importsOf(file)]));

describe('the house', () => {
  it.for(Object.entries(allowed))('%s imports only what it may', ([room, others]) => {
    const wrong = files
      .filter((file) => roomOf(file) === room)
      .flatMap((file) =>
        (imports.get(file) ?? [])
          .filter((to) => roomOf(to) !== room && !others.includes(roomOf(to)))
          .map((to) => `${file} -> ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it('has no import cycles', () => {
    const cycles = new Set<string>();
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) cycles.add([...path.slice(path.indexOf(file)), file].join(' -> '));
      if (done.has(file) || path.includes(file)) return;
      for (const to of imports.get(file) ?? []) visit(to, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect([...cycles]).toEqual([]);
  });

  it('names concrete confinements, stores, adapters and reporters in wiring.ts only', () => {
    const concrete = [
      'harness/cell/bubblewrap.ts',
      'harness/cell/unconfined.ts',
      'harness/history/store.ts',
      'adapters/index.ts',
      ...files.filter((file) => /^reports\/[a-z]+\/index\.ts$/.test(file)),
    ];
    const wrong = files
      .filter((file) => file !== 'harness/wiring.ts')
      .flatMap((file) =>
        (imports.get(file) ?? []).filter((to) => concrete.includes(to)).map((to) => `${file} -> ${to}`),
      );
    expect(wrong).toEqual([]);
  });

  it('prints from commands only', () => {
    const printers = files.filter(
      (file) =>
        /process\.std(out|err)\.write|console\./.test(read(file)) &&
        !file.startsWith('harness/commands/') &&
        file !== 'harness/main.ts',
    );
    expect(printers).toEqual([]);
  });

  it('keeps every file small enough to hold one idea', () => {
    expect(files.filter((file) => read(file).split('\n').length > 300)).toEqual([]);
  });

  it('brings no Node of its own when published, and says the same version everywhere', () => {
    const { version } = JSON.parse(read('package.json'));
    expect(read('harness/main.ts')).toContain(`'${version}'`);
    expect(read('CHANGELOG.md')).toContain(`## ${version}`);
  });
});

function read(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** `harness/judge/matchers/x.ts` lives in `harness/judge`, `harness/main.ts` in `harness`. */
function roomOf(file: string): string {
  const parts = dirname(file).split('/');
  return parts[0] === 'harness' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

function importsOf(file: string): readonly string[] {
  const found = read(file).matchAll(/^(?:import|export)\b[^'"]*?from '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm);
  return [...found].map((match) => relative(root, join(root, dirname(file), match[1] ?? match[2] ?? '')));
}
