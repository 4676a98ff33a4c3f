import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadVault } from '../../../harness/vault/load.ts';
import { codesOf, load } from './rig.ts';

const spec = join(import.meta.dirname, 'spec');
const read = (file: string): string => readFileSync(join(spec, file), 'utf8');

describe('the five scenarios of the language', () => {
  it('load without a Problem where they use http, run and file', () => {
    const { vault, problems } = load({
      'auth.yaml': read('auth.yaml'),
      'notes.yaml': read('notes.yaml'),
      'quotes.yaml': read('quotes.yaml'),
    });
    expect(problems).toEqual([]);
    expect(vault?.scenarios.map(({ id, steps, rows }) => [id, steps.length, rows.length])).toEqual([
      ['auth', 7, 1],
      ['notes', 5, 1],
      ['quotes', 2, 3],
    ]);
  });

  it('are not supported yet where they use browser and db, and have no other Problem', () => {
    const loaded = loadVault(spec);
    expect(loaded.vault).toBeUndefined();
    expect(new Set(codesOf(loaded))).toEqual(new Set(['not-supported-yet']));
    expect(loaded.problems.map(({ message }) => message.split(' ')[0])).toEqual([
      'browser',
      'db',
      'browser',
      'browser',
      'browser',
    ]);
  });
});
