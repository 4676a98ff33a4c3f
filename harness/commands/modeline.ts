import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { schemaText } from '../vault/schema.ts';

const published = ['scenario', 'vault', 'flow'] as const;
type Published = (typeof published)[number];

/** The schemas that editors complete from, as they stand beside vault.yaml: text by file. */
export const schemaFiles = (): { readonly [file: string]: string } =>
  Object.fromEntries(published.map((name) => [fileOf(name), schemaText(name)]));

const fileOf = (name: Published): string => `${name}.schema.json`;

/** The text of a vault's file with the line in front that tells editors its schema. @param file relative to the vault. */
export function withModeline(text: string, file: string, schema: Published): string {
  const path = posix.relative(posix.dirname(file), fileOf(schema));
  return `# yaml-language-server: $schema=${path.startsWith('.') ? path : `./${path}`}\n${text}`;
}

/** Whether the vault has the schemas that such a line would name. */
export const hasSchemas = (vault: string): boolean => existsSync(join(vault, fileOf('scenario')));
