import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rulesPage } from '../../../../harness/vault/rules/page.ts';

const file = join(import.meta.dirname, '../../../../docs/rules.md');

describe('docs/rules.md', () => {
  it('is what the catalogue says (UPDATE=1 writes it)', () => {
    if (process.env['UPDATE'] === '1') writeFileSync(file, rulesPage());
    expect(readFileSync(file, 'utf8')).toBe(rulesPage());
  });
});
