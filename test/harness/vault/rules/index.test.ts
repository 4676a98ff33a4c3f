import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../../../harness/vault/frame.ts';
import { rules } from '../../../../harness/vault/rules/index.ts';
import { exampleSettings, type Example } from '../../../../harness/vault/rules/rule.ts';
import { checked, inVault } from '../rig.ts';

describe('the catalogue of rules', () => {
  it('has an entry for each code that the sources name, and none beside', () => {
    expect(rules.map(({ code }) => code).toSorted()).toEqual([...new Set(codesInSources())].toSorted());
  });

  for (const { code, severity, example } of rules) {
    if (example === undefined) continue;
    it(`shows ${code}, and the same without it`, () => {
      const { problems } = loadExample(example, example.wrong);
      expect(problems.map((one) => [one.code, one.severity])).toEqual([[code, severity]]);
      expect(formatProblems(loadExample(example, example.right).problems, { colour: false })).toBe('');
    });
  }

  it('is written in whole sentences', () => {
    for (const { title, why } of rules) {
      expect(title).toMatch(/^["$A-Z].*[^.]$/);
      expect(why).toMatch(/^(?:["A-Z]|[a-z]+\.[a-z]).*\.$/);
    }
  });
});

function loadExample({ file, beside }: Example, text: string) {
  const own = text === '' ? {} : { [file]: text };
  return inVault({ 'vault.yaml': exampleSettings, ...beside, ...own }, checked);
}

function codesInSources(): readonly string[] {
  const sources = join(import.meta.dirname, '../../../../harness/vault');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('rules/'),
  );
  const calls = /(?:complain|warn|problem)\(\s*(?:[a-z.]+,\s*)?'([a-z0-9-]+)'|code: '([a-z0-9-]+)'/g;
  return files.flatMap((file) => {
    const text = readFileSync(join(sources, file), 'utf8');
    return [...text.matchAll(calls)].flatMap((match) => match[1] ?? match[2] ?? []).filter((code) => code !== 're2');
  });
}
