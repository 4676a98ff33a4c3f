import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** A scenario as the naive judge understands it: half of the language, and the same data each time. */
export interface NaiveScenario {
  readonly file: string;
  readonly name: string;
  readonly steps: readonly NaiveStep[];
}

export type NaiveStep = { readonly [key: string]: unknown };

type Values = { readonly [name: string]: string | number | undefined };

/** Reads every scenario of a vault. */
export function readVault(dir: string): readonly NaiveScenario[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml') && path !== 'vault.yaml')
    .toSorted()
    .map((file) => {
      const {
        name,
        vars = {},
        steps,
      } = parse(readFileSync(join(dir, file), 'utf8')) as {
        name: string;
        vars?: { [name: string]: string };
        steps: NaiveStep[];
      };
      const values: { [name: string]: string | number } = {};
      for (const [variable, text] of Object.entries(vars)) values[variable] = drawn(text, Object.keys(values).length);
      return { file, name, steps: steps.map((step) => fill(step, values)) };
    });
}

/** What Holdout draws anew for each tree, always the same. */
function drawn(text: string, index: number): string | number {
  if (text.includes('random.int')) return 137 + 17 * index;
  return ['fetuplack', 'flalaver', 'grobint'][index % 3] ?? '';
}

/** Puts values into the `${...}` of a text or of everything below; what isn't known yet stays. */
export function fill<T>(value: T, values: Values): T {
  if (Array.isArray(value)) return value.map((item: unknown) => fill(item, values)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fill(item, values)])) as T;
  if (typeof value !== 'string') return value;
  const [, whole] = /^\$\{([^}]*)\}$/.exec(value) ?? [];
  if (whole !== undefined) return (worth(whole, values) ?? value) as T;
  return value.replaceAll(/\$\{([^}]*)\}/g, (kept, text: string) => String(worth(text, values) ?? kept)) as T;
}

function worth(text: string, values: Values): string | number | undefined {
  if (/^\w+(?: [+*] \w+)+$/.test(text)) {
    const [first = '', ...rest] = text.split(' ');
    const number = (word = ''): number => Number(values[word] ?? word);
    // From left to right, as it comes.
    return rest.reduce((sum, operator, at) => {
      if (operator === '+') return sum + number(rest[at + 1]);
      return operator === '*' ? sum * number(rest[at + 1]) : sum;
    }, number(first));
  }
  const [, large = ''] = /^upper\((\w+)\)$/.exec(text) ?? [];
  return large === '' ? values[text] : String(values[large]).toUpperCase();
}
