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
