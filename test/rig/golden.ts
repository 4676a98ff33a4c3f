import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** Compares a text with the file of that name in `golden/` beside a test; `UPDATE=1` writes it. @param test its `import.meta.url`. */
export function expectGolden(test: string, name: string, text: string): void {
  const file = fileURLToPath(new URL(`golden/${name}`, test));
  if (process.env['UPDATE'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expect(text).toBe(readFileSync(file, 'utf8'));
}
