import type { Section } from './bound.ts';

/** What is shown when it is opened. @param summary our own words: Markdown means nothing in it. */
export function folded(summary: string, items: readonly string[], head = ''): Section {
  return { before: `<details><summary>${summary}</summary>\n\n${head}`, items, after: '\n</details>\n' };
}

/** Items that are paragraphs: an empty line before each but the first. */
export function apartFromEachOther(items: readonly string[]): readonly string[] {
  return items.map((item, i) => (i === 0 ? item : `\n${item}`));
}

export function tableHead(heads: readonly string[]): string {
  return `${tableRow(heads)}${tableRow(heads.map(() => '---'))}`;
}

/** @param cells escaped as `cell` does it. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`;
}
