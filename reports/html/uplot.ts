import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The chart library as it was installed, with its licence, which has to go where it goes. */
export function chartScript(): string {
  const licence = read(require.resolve('uplot/LICENSE')).replaceAll('*/', '* /');
  return `/*\n${licence}*/\n${read(require.resolve('uplot/dist/uPlot.iife.min.js'))}`;
}

export const chartStyle = (): string => read(require.resolve('uplot/dist/uPlot.min.css'));

const read = (file: string): string => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').replaceAll('\t', '  ');
