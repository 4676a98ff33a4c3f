import type { Reporter } from '../harness/model/report.ts';
import { json } from './json/index.ts';
import { terminal } from './terminal/index.ts';

/** How a Report is read, by the names that `--report` takes. */
export const reports = { terminal, json } as const satisfies { readonly [name: string]: Reporter };
