import Table from 'cli-table3';
import { median, minimum, type Samples } from './rounds.ts';

/** One line of the table: what was measured, what it is held against, and what it should come to. */
export interface Row {
  readonly name: string;
  /** Of the samples; milliseconds without it. */
  readonly unit?: 'ms' | 'MiB';
  readonly samples: Samples;
  readonly against?: { readonly name: string; readonly samples: Samples };
  readonly target?: Target;
}

export type Target =
  /** So much more than what it is held against. */
  | { readonly is: 'more'; readonly most: number }
  /** Times what it is held against. */
  | { readonly is: 'times'; readonly factor: number }
  /** So much in all. */
  | { readonly is: 'within'; readonly most: number };

/** A Row with its numbers worked out, in its unit; `met` goes by the median. */
export interface Measured {
  readonly name: string;
  readonly unit: 'ms' | 'MiB';
  readonly rounds: number;
  readonly median: number;
  readonly min: number;
  readonly against?: { readonly name: string; readonly median: number; readonly min: number };
  readonly more?: { readonly median: number; readonly min: number };
  readonly ratio?: { readonly median: number; readonly min: number };
  readonly target?: Target & { readonly met: boolean };
}

/** A Row's medians and minima, held against each other and against its target. */
export function measured({ name, unit = 'ms', samples, against, target }: Row): Measured {
  const own = { median: median(samples), min: minimum(samples) };
  const base = against && { name: against.name, median: median(against.samples), min: minimum(against.samples) };
  return {
    name,
    unit,
    rounds: samples.length,
    ...own,
    ...(base && {
      against: base,
      more: { median: own.median - base.median, min: own.min - base.min },
      ratio: { median: own.median / base.median, min: own.min / base.min },
    }),
    ...(target && { target: { ...target, met: isMet(target, own.median, base?.median ?? 0) } }),
  };
}

/** The table as text: medians with the minimum, which is the better guess for a quiet machine, behind. */
export function drawTable(rows: readonly Measured[]): string {
  const table = new Table({
    head: ['median (min)', '', 'against', '', 'ratio', 'more', 'target'],
    colAligns: ['left', 'right', 'left', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const { name, unit, against, more, ratio, target, ...own } of rows) {
    table.push([
      name,
      `${both(own, short)} ${unit}`,
      against?.name ?? '',
      against === undefined ? '' : `${both(against, short)} ${unit}`,
      ratio === undefined ? '' : both(ratio, (value) => value.toFixed(2)),
      more === undefined ? '' : both(more, short),
      target === undefined ? '' : `${describe(target, unit)}: ${target.met ? 'met' : 'missed'}`,
    ]);
  }
  return table.toString();
}

function isMet(target: Target, own: number, base: number): boolean {
  if (target.is === 'more') return own - base <= target.most;
  return own <= (target.is === 'times' ? target.factor * base : target.most);
}

function describe(target: Target, unit: string): string {
  if (target.is === 'more') return `${target.most} ${unit} more`;
  return target.is === 'times' ? `${target.factor} times` : `${target.most} ${unit}`;
}

const both = (of: { readonly median: number; readonly min: number }, show: (value: number) => string): string =>
  `${show(of.median)} (${show(of.min)})`;

const short = (ms: number): string => ms.toFixed(Math.abs(ms) < 100 ? 1 : 0);
