import { describe, expect, it } from 'vitest';
import { readVault } from '../../../harness/vault/load.ts';
import { readVaultFiles } from '../../../harness/vault/files.ts';
import { sourceOf } from '../../../harness/vault/source.ts';
import { readSpecification } from '../../../harness/vault/specification.ts';
import { codesOf, load, settings } from './rig.ts';

const idsIn = (text: string): readonly string[] =>
  readSpecification(sourceOf('spec.md', text)).specification.clauses.map(({ id }) => id);

const specified = `${settings}specification: docs/spec.md\n`;
const scenario = (clauses: string): string =>
  `name: A\n${clauses}steps:\n  - http: GET /a\n    expect: { status: 204 }\n`;

describe('a clause', () => {
  it.each([
    ['3.1 text', '3.1'],
    ['3.1.2. text', '3.1.2'],
    ['3) text', '3'],
    ['3. text', '3'],
    ['## 3 Sessions', '3'],
    ['> - **3.2** text', '3.2'],
    ['* R12: text', 'R12'],
    ['__AUTH-3.1__ text', 'AUTH-3.1'],
    ['    REQ-AUTH-3', 'REQ-AUTH-3'],
    ['### AUTH-3: Sessions ###', 'AUTH-3'],
  ])('is %j', (line, id) => {
    expect(idsIn(`before\n${line}\nafter`)).toEqual([id]);
  });

  it.each([
    '30 seconds later',
    '-3.1 degrees',
    '3.1x',
    '3.1, and more',
    'r12 text',
    'R text',
    '`R12` text',
    '#3.1 text',
    '2026-03-01 text',
    'see 3.1',
    '3..1 text',
    `${'1.'.repeat(40)}1 text`,
  ])('is not %j', (line) => {
    expect(idsIn(line)).toEqual([]);
  });

  it('knows what stands behind its id, and where', () => {
    const { specification } = readSpecification(sourceOf('spec.md', 'Intro\n\n- **3.2.** Others go on. **\n'));
    expect(specification).toEqual({
      file: 'spec.md',
      clauses: [{ id: '3.2', text: 'Others go on.', at: { file: 'spec.md', line: 3, column: 5, length: 3 } }],
    });
  });

  it('does not stand in fenced code', () => {
    expect(idsIn('1.1 a\n```\n1.2 b\n```\n1.3 c\n~~~\n1.4 d')).toEqual(['1.1', '1.3']);
  });

  it('has an id of its own: the second one is a Problem at its place', () => {
    const { reading } = readSpecification(sourceOf('spec.md', '1.1 a\r\n  - 1.1 b\r\n'));
    expect(reading.problems).toMatchObject([
      { code: 'duplicate-clause', excerpt: { at: { file: 'spec.md', line: 2, column: 5, length: 3 } } },
    ]);
  });
});

describe('the specification of a vault', () => {
  const files = { 'vault.yaml': specified, 'docs/spec.md': '3.1 a\n3.10 b\nR12 c\n' };

  it('is read with it, and has no part in what is judged', () => {
    const { vault, problems } = load({ ...files, 'a.yaml': scenario('clauses: [3.10, R12, "3.10"]\n') });
    expect(problems).toEqual([]);
    expect(vault?.specification?.clauses.map(({ id }) => id)).toEqual(['3.1', '3.10', 'R12']);
    expect(vault?.scenarios.map(({ clauses }) => clauses)).toEqual([['3.10', 'R12']]);
    const other = load({ ...files, 'docs/spec.md': '3.10 b\nR12 c\n', 'a.yaml': scenario('clauses: [3.10, R12]\n') });
    expect(other.vault?.judgedDigest).toBe(vault?.judgedDigest);
  });

  it('is read from an encrypted vault, too', () => {
    const own = { ...files, 'a.yaml': scenario('clauses: [3.1]\n'), 'docs/other.md': 'not named' };
    const packed = new Map(Object.entries(own).map(([path, text]) => [path, Buffer.from(text)]));
    const folder = readVaultFiles('/vault.age', {}, packed);
    expect(folder.specification?.file).toBe('docs/spec.md');
    expect(readVault(folder).vault?.specification?.clauses).toHaveLength(3);
    packed.delete('docs/spec.md');
    expect(codesOf(readVault(readVaultFiles('/vault.age', {}, packed)))).toEqual(['no-specification']);
  });

  it.each(['../spec.md', '/spec.md', '.hidden/spec.md', 'docs/../spec.md', 'spec.yaml', 'docs'])(
    'is no file at %s',
    (path) => {
      const vaultFile = `${settings}specification: ${path}\n`;
      expect(codesOf(load({ 'vault.yaml': vaultFile, 'a.yaml': scenario('') }))).toEqual(['bad-value']);
    },
  );

  it('is no larger than other files, and is UTF-8', () => {
    const large = { ...files, 'docs/spec.md': 'x'.repeat(1024 ** 2 + 1), 'a.yaml': scenario('') };
    expect(codesOf(load(large))).toContain('file-too-large');
    const latin = { ...files, 'docs/spec.md': new Uint8Array([0xe9]), 'a.yaml': scenario('') };
    expect(codesOf(load(latin))).toContain('not-utf8');
  });

  it('has the clauses that scenarios name, or something like them is suggested', () => {
    const { problems } = load({ ...files, 'a.yaml': scenario('clauses: [R13, 3.1]\n') });
    expect(problems).toMatchObject([
      {
        code: 'unknown-clause',
        severity: 'error',
        fix: 'did you mean "R12"?',
        excerpt: { at: { file: 'a.yaml', line: 2, column: 11, length: 3 } },
      },
    ]);
  });
});
