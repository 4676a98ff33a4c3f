import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatProblems } from '../../../harness/vault/frame.ts';
import { rules } from '../../../harness/vault/rules/index.ts';
import { exampleSettings } from '../../../harness/vault/rules/rule.ts';
import { mistakes as handmade } from './mistakes.ts';
import { checked, inVault, onTheWhole, type VaultFiles } from './rig.ts';

const golden = join(import.meta.dirname, 'golden');

/** One for each code: that of `mistakes.ts`, or else the example of the catalogue. */
const mistakes: { readonly [code: string]: VaultFiles } = {
  ...Object.fromEntries(
    rules.flatMap(({ code, example }) => {
      if (example === undefined) return [];
      return [[code, { 'vault.yaml': exampleSettings, ...example.beside, [example.file]: example.wrong }]];
    }),
  ),
  ...handmade,
};

/** Codes that come with another, because what they advise on can't be without it. */
const companions: { readonly [code: string]: string } = {
  'yaml-alias': 'yaml-anchor',
};

describe('each kind of mistake', () => {
  for (const [code, files] of Object.entries(mistakes)) {
    it(`${code} is one Problem, and reads as golden/${code}.txt`, () => {
      const { problems } = inVault(files, checked);
      const own = problems.filter(
        (one) => one.code === code || (one.code !== companions[code] && !onTheWhole.includes(one.code)),
      );
      const wanted = code === 'too-many-problems' ? own.slice(-1) : own;
      expect(wanted.map((problem) => problem.code)).toEqual([code]);
      const printed = formatProblems(wanted, { colour: false });
      if (process.env['UPDATE'] === '1') {
        mkdirSync(golden, { recursive: true });
        writeFileSync(join(golden, `${code}.txt`), printed);
      }
      expect(printed).toBe(readFileSync(join(golden, `${code}.txt`), 'utf8'));
    });
  }

  it('has a golden file for each code that the sources name, and none beside', () => {
    // These depend on a path, on rights that root doesn't lack, on sizes that take long to write, or on a key.
    const paths = ['no-vault', 'not-written', 'open-vault', 'symbolic-link', 'unreadable', 'vault-too-large'];
    const elsewhere = [...paths, 'bad-recipient', 'damaged-vault', 'wrong-key'];
    const named = codesInSources();
    expect(named.filter((code) => !elsewhere.includes(code) && !Object.hasOwn(mistakes, code))).toEqual([]);
    expect(readdirSync(golden).toSorted()).toEqual(
      Object.keys(mistakes)
        .map((code) => `${code}.txt`)
        .toSorted(),
    );
  });
});

function codesInSources(): readonly string[] {
  const sources = join(import.meta.dirname, '../../../harness/vault');
  const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('rules/'),
  );
  const calls = /(?:complain|warn|problem)\(\s*(?:[a-z.]+,\s*)?'([a-z0-9-]+)'|code: '([a-z0-9-]+)'/g;
  return files.flatMap((file) => {
    const text = readFileSync(join(sources, file), 'utf8');
    return [...text.matchAll(calls)].map((match) => match[1] ?? match[2] ?? '').filter((code) => code !== 're2');
  });
}
