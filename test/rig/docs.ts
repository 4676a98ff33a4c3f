import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Page {
  /** From the project's folder: `docs/vault.md`. */
  readonly file: string;
  readonly text: string;
}

/** A fenced block of a page. `info` is what stands behind the backticks: `yaml runnable`. */
export interface Block {
  /** `docs/vault.md:12`, the line of its fence. */
  readonly at: string;
  readonly info: string;
  readonly text: string;
}

/** The pages a reader is sent to, as far as they are written: those at the top and those in docs/. */
export function pages(): readonly Page[] {
  const top = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md'].filter((file) => existsSync(join(root, file)));
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join('docs', file));
  return [...top, ...docs].map(page);
}

export function page(file: string): Page {
  return { file, text: readFileSync(join(root, file), 'utf8') };
}

export function blocksOf({ file, text }: Page): readonly Block[] {
  return [...text.matchAll(/^```([^\n`]+)\n(.*?)^```$/gms)].map((match) => ({
    at: `${file}:${text.slice(0, match.index).split('\n').length}`,
    info: match[1]?.trim() ?? '',
    text: match[2] ?? '',
  }));
}

/** What a YAML block shows, by its keys: a whole scenario, or a whole vault.yaml. */
export const isScenario = ({ text }: Block): boolean => /^steps:/m.test(text);
export const isVaultFile = ({ text }: Block): boolean => /^candidate:/m.test(text);

/** Runnable examples that are judged together: one vault, against one app. */
export interface RunnableVault {
  /** The pages they stand on. */
  readonly pages: readonly string[];
  /** The app's folder, from the project's folder. */
  readonly app: string;
  /** What is in the vault, by path: `steps/http/line-12.yaml` stands on line 12 of docs/steps/http.md. */
  readonly files: { readonly [path: string]: string };
  readonly scenarios: number;
}

/**
 * Every block marked `yaml runnable` or `yaml flow`. What follows the mark is the app for a vault.yaml (`yaml runnable
 * examples/shop/app`), and the path of a flow (`yaml flow flows/log-in.yaml`). Pages without a vault.yaml share that of
 * docs/scenarios.md.
 */
export function runnableVaults(): readonly RunnableVault[] {
  const found = pages().flatMap((one) => {
    const blocks = blocksOf(one).filter(({ info }) => mark.test(info));
    return blocks.length === 0 ? [] : [{ file: one.file, blocks, own: blocks.find(isVaultFile) }];
  });
  const common = found.find(({ file }) => file === 'docs/scenarios.md')?.own;
  const byVault = Map.groupBy(found, ({ own }) => own ?? common);
  return [...byVault].flatMap(([vault, sharing]) => (vault === undefined ? [] : runnableVault(vault, sharing)));
}

const mark = /^yaml (?:runnable|flow)\b */;

function runnableVault(vault: Block, sharing: readonly { file: string; blocks: readonly Block[] }[]): RunnableVault {
  const blocks = sharing.flatMap((one) => one.blocks).filter((block) => !isVaultFile(block));
  const files = blocks.map((block) => [behindMark(block) || placeOf(block), block.text] as const);
  return {
    pages: sharing.map(({ file }) => file),
    app: behindMark(vault),
    files: Object.fromEntries([['vault.yaml', vault.text], ...files]),
    scenarios: files.filter(([path]) => !path.startsWith('flows/')).length,
  };
}

const behindMark = ({ info }: Block): string => info.replace(mark, '');

const placeOf = ({ at }: Block): string => at.replace(/^docs\/(.*)\.md:(\d+)$/, '$1/line-$2.yaml');
