import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { walls } from '../harness/cell/walls.ts';
import { addJudgingCommands } from '../harness/cli/judging.ts';
import { addMachineCommands } from '../harness/cli/machine.ts';
import { addRunCommands } from '../harness/cli/runs.ts';
import { addVaultCommands } from '../harness/cli/vaults.ts';
import { defaultLimits, fixedLimits } from '../harness/model/limits.ts';
import { formatProblems } from '../harness/vault/frame.ts';
import { type LoadedVault, loadVault } from '../harness/vault/load.ts';
import { type Block, blocksOf, isScenario, isVaultFile, page, pages, root, runnableVaults } from './rig/docs.ts';

const blocks = pages().flatMap(blocksOf);

/** What stands beside a block: a vault.yaml for scenarios, a scenario for vault.yamls. */
const anyVault = 'name: any\ncandidate: { start: ./serve, port: 3000, bin: { notes: ./notes, shop: ./shop } }\n';
const anyScenario = 'name: any\nsteps: [{ run: "true" }]\n';

/** The vault that a YAML block is shown as part of (`yaml step` has only steps); nothing for YAML that is not ours. */
function vaultOf(block: Block): { readonly 'vault.yaml': string; readonly 'scenario.yaml': string } | undefined {
  const { info, text } = block;
  if (info === 'yaml step') return { 'vault.yaml': anyVault, 'scenario.yaml': `name: any\nsteps:\n${text}` };
  if (!/^yaml\b(?! runnable| flow| matcher)/.test(info)) return undefined;
  if (isScenario(block)) return { 'vault.yaml': anyVault, 'scenario.yaml': text };
  return isVaultFile(block) ? { 'vault.yaml': text, 'scenario.yaml': anyScenario } : undefined;
}

/** What a vault.yaml says of its scenarios, which are not there on a page. */
const ofOtherScenarios = ['pinned-count', 'unknown-scenario', 'unknown-tag'];

function load(files: { readonly [name: string]: string }): LoadedVault {
  const dir = mkdtempSync(join(tmpdir(), 'holdout-docs-'));
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(dir, name)), { recursive: true });
      writeFileSync(join(dir, name), text);
    }
    return loadVault(dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
}

function errorsIn(files: { readonly [name: string]: string }): string {
  const { problems } = load(files);
  const errors = problems.filter(({ severity, code }) => severity === 'error' && !ofOtherScenarios.includes(code));
  return formatProblems(errors, { colour: false });
}

/** What a vault.yaml comes to, but for its name. */
function settingsOf(vaultYaml: string) {
  const { vault } = load({ 'vault.yaml': vaultYaml, 'scenario.yaml': anyScenario });
  return {
    recipe: vault?.recipe,
    limits: vault?.limits,
    policy: vault?.policy,
    feedback: vault?.feedback,
    controls: vault?.controls,
  };
}

describe('what the pages show', () => {
  const vaults = blocks.flatMap((block) => {
    const files = vaultOf(block);
    return files === undefined ? [] : [{ at: block.at, files }];
  });
  it.for(vaults)('is a vault without errors: $at', ({ files }) => {
    expect(errorsIn(files)).toBe('');
  });

  it.for(runnableVaults())('is a vault without errors, all together: $pages', ({ files }) => {
    expect(errorsIn(files)).toBe('');
  });

  it('is found out when it is wrong', () => {
    expect(errorsIn({ 'vault.yaml': anyVault, 'scenario.yaml': 'name: x\nsteps: [{ htp: GET / }]\n' })).toContain(
      'htp',
    );
  });

  it.for([
    ['schemas/vault.schema.json', 'docs/vault.md'],
    ['schemas/scenario.schema.json', 'docs/scenarios.md'],
  ] as const)('has every key of %s in %s', ([schema, file]) => {
    const { text } = page(file);
    expect(keysOf(schema).filter((key) => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([]);
  });

  it('says what a vault.yaml means when it says next to nothing', () => {
    const written = blocksOf(page('docs/vault.md')).find(({ info }) => info === 'yaml defaults')?.text ?? '';
    expect(settingsOf(written).limits).toEqual(defaultLimits);
    expect(settingsOf(written)).toEqual(settingsOf('name: any\ncandidate: { start: ./serve, port: 3000 }\n'));
  });

  it('says in one table what each limit is of, what happens when it is hit, and what keeps it', () => {
    const { text } = page('docs/vault.md');
    const table = text.slice(text.indexOf('| Limit |'), text.indexOf('\n\n', text.indexOf('| Limit |'))).split('\n');
    const rows = table.slice(2).map((line) => line.split('|').map((cell) => cell.trim()));
    const names = rows.map(([, name = '']) => name.replaceAll('`', ''));
    expect(names.toSorted()).toEqual(Object.keys({ ...defaultLimits, ...fixedLimits }).toSorted());
    expect(rows.flatMap((cells) => cells.slice(1, -1)).filter((cell) => cell === '')).toEqual([]);
    expect(rows.every((cells) => cells.length === 6)).toBe(true);
    for (const [name, size] of Object.entries(fixedLimits)) {
      expect(rows.find((cells) => cells[1] === `\`${name}\``)?.[2]).toContain(`${size}, for all vaults`);
    }
  });

  it('has every line that mends a machine that cannot confine candidates', () => {
    const source = readFileSync(join(root, 'harness/cell/diagnose.ts'), 'utf8');
    const fixes = [...source.matchAll(/fix: '((?:sudo|run the container) [^']+)'/g)].map((match) => match[1] ?? '');
    expect(fixes.length).toBeGreaterThan(3);
    const shown = page('docs/cell.md').text.replaceAll('`', '');
    expect(fixes.filter((fix) => !shown.includes(fix))).toEqual([]);
  });

  it('names every attack that is known not to be contained yet', () => {
    const corpus = join(root, 'test/attacks');
    const open = readdirSync(corpus).filter((name) => {
      const file = join(corpus, name, 'attack.yaml');
      return existsSync(file) && /^open: /m.test(readFileSync(file, 'utf8'));
    });
    const told = [...page('docs/threat-model.md').text.matchAll(/^\| ([A-Z]\d\d) \|/gm)].map(([, id]) => id);
    expect(new Set(told)).toEqual(new Set(open.map((name) => name.slice(0, 3))));
  });

  it('has every wall that is looked for, in their order', () => {
    const rows = [...page('docs/doctor.md').text.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows.slice(-walls.length)).toEqual(walls.map(({ name }) => name));
  });

  it('has reports that are as their schema says', () => {
    const schema: object = JSON.parse(readFileSync(join(root, 'schemas/report.schema.json'), 'utf8'));
    const validate = new Ajv2020({ allErrors: true, discriminator: true }).compile(schema);
    const reports = blocksOf(page('docs/report.md')).filter(({ info }) => info === 'json');
    expect(reports.length).toBeGreaterThan(1);
    for (const { text } of reports) {
      validate(JSON.parse(text));
      expect(validate.errors).toBeNull();
    }
  });
});

describe('where the pages lead', () => {
  it.for(pages())('$file links to files and headings that exist', ({ file, text }) => {
    const prose = text.replaceAll(/^```.*?^```$/gms, '');
    const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const dead = targets.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(file, target));
    expect(dead).toEqual([]);
  });

  it('calls holdout with commands and options that it has', () => {
    const lines = blocks.filter(({ info }) => /^(?:sh|bash|console)\b/.test(info)).flatMap(commandLines);
    expect(lines.length).toBeGreaterThan(0);
    const unknown = lines.filter(({ command, options }) => {
      const known = optionsOf(command);
      return known === undefined || options.some((option) => !known.includes(option));
    });
    expect(unknown).toEqual([]);
  });
});

/** The names of all keys at the top of a schema and one level below. */
function keysOf(file: string): readonly string[] {
  interface Schema {
    readonly properties?: { readonly [key: string]: Schema };
  }
  const { properties = {} }: Schema = JSON.parse(readFileSync(join(root, file), 'utf8'));
  return Object.entries(properties).flatMap(([key, below]) => [key, ...Object.keys(below.properties ?? {})]);
}

/** `vault.md#exit-codes`, from a page: the file is there, and so is the heading. */
function leadsSomewhere(file: string, target: string): boolean {
  const [path = '', heading] = target.split('#');
  const to = path === '' ? file : join(dirname(file), path);
  if (!existsSync(join(root, to))) return false;
  return heading === undefined || headingsOf(page(to).text).includes(heading);
}

/** As GitHub makes anchors of them. */
function headingsOf(text: string): readonly string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

interface CommandLine {
  readonly at: string;
  readonly command: string;
  readonly options: readonly string[];
}

/** `holdout run . --ref main | jq`, with lines that end in a backslash made whole: what stands before a pipe or a comment. */
function commandLines({ at, text }: Block): readonly CommandLine[] {
  const whole = text.replaceAll(/\\\n/g, ' ').replaceAll(/(^|\s)#.*$/gm, '');
  return [...whole.matchAll(/(?:^|[\s/])holdout(?:\.mjs)? ([a-z][a-z-]*)([^|;&\n]*)/g)].map((match) => ({
    at,
    command: match[1] ?? '',
    options: [...(match[2] ?? '').matchAll(/\s(--?[a-z][a-z-]*)/g)].map(([, option]) => option ?? ''),
  }));
}

/** What `--help` of a command lists; nothing for a command that isn't there, which gets the help of all. */
function optionsOf(command: string): readonly string[] | undefined {
  const found = program.commands.find((known) => known.name() === command);
  if (found === undefined) return undefined;
  const options = found.createHelp().visibleOptions(found);
  return options.flatMap(({ short, long }) => [short ?? '', long ?? '']);
}

const program = new Command('holdout');
for (const add of [addVaultCommands, addJudgingCommands, addRunCommands, addMachineCommands]) add(program);
