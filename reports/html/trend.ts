import type { HistoryRow } from '../../harness/model/report.ts';
import { when } from '../words.ts';

/** Points that a page holds at most: more than a screen has columns, and few enough to be drawn at once. */
export const mostPoints = 2000;

/** Lines that can be told apart by their colours; the last one is for all others when there are more labels. */
const mostSeries = 6;

/** Up to so many Runs a line joins each to the next; a line through more is a grey area, so it joins medians. */
const joined = 200;

/** Stretches that have a median each. */
const stretches = 50;

/** What the chart is drawn from, oldest first. Arrays side by side, as they are many. */
export interface Trend {
  readonly names: readonly string[];
  /** Of how many Runs, by name. */
  readonly counts: readonly number[];
  /** Of how many Runs the others are. */
  readonly of: number;
  readonly series: readonly number[];
  /** Which of all Runs, from 1. */
  readonly nth: readonly number[];
  readonly when: readonly string[];
  readonly run: readonly string[];
  readonly pass: readonly number[];
  readonly total: readonly number[];
  /** The median pass rate, 0 to 1, of all Runs of the series in the stretch that this point stands for, if it does. */
  readonly medians?: readonly (number | null)[];
}

interface Point {
  readonly row: HistoryRow;
  readonly nth: number;
  readonly series: number;
  readonly rate: number;
}

/** @param rows newest first, as a history has them. Those that were not finished, or have no scenario, are left out. */
export function trendOf(rows: readonly HistoryRow[]): Trend {
  const finished = rows.filter(({ state, total }) => state === 'finished' && total > 0).toReversed();
  const names = seriesNames(finished);
  const numbers = new Map(names.map((name, i) => [name, i]));
  const all = finished.map((row, i) => ({
    row,
    nth: i + 1,
    series: numbers.get(row.label) ?? names.length - 1,
    rate: row.pass / row.total,
  }));
  const kept = all.length <= mostPoints ? all : thinned(all);
  return {
    names,
    counts: names.map((_, i) => all.filter(({ series }) => series === i).length),
    of: all.length,
    series: kept.map(({ series }) => series),
    nth: kept.map(({ nth }) => nth),
    when: kept.map(({ row }) => when(row.startedAt)),
    run: kept.map(({ row }) => row.id),
    pass: kept.map(({ row }) => row.pass),
    total: kept.map(({ row }) => row.total),
    ...(all.length <= joined ? {} : { medians: medians(all, kept) }),
  };
}

/** The labels that were judged most often; then `others`. */
function seriesNames(rows: readonly HistoryRow[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { label } of rows) counts.set(label, (counts.get(label) ?? 0) + 1);
  const labels = [...counts].toSorted(([, a], [, b]) => b - a).map(([label]) => label);
  return labels.length <= mostSeries ? labels : [...labels.slice(0, mostSeries - 1), 'others'];
}

/** Of each few in a row the lowest and the highest, so that no fall is lost between two points. */
function thinned(all: readonly Point[]): readonly Point[] {
  return parts(all, mostPoints / 2).flatMap((few) => {
    const low = few.reduce((one, other) => (other.rate < one.rate ? other : one));
    const high = few.reduce((one, other) => (other.rate > one.rate ? other : one));
    if (low === high) return [low];
    return low.nth < high.nth ? [low, high] : [high, low];
  });
}

/** One for each series in each stretch, at the point in its middle. */
function medians(all: readonly Point[], kept: readonly Point[]): readonly (number | null)[] {
  const found = new Map<Point, number>();
  const there = new Set(kept);
  for (const stretch of parts(all, stretches)) {
    for (const own of Object.values(Object.groupBy(stretch, ({ series }) => series))) {
      const shown = own?.filter((point) => there.has(point)) ?? [];
      const middle = shown[Math.floor(shown.length / 2)];
      if (own !== undefined && middle !== undefined) found.set(middle, median(own.map(({ rate }) => rate)));
    }
  }
  return kept.map((point) => found.get(point) ?? null);
}

function median(rates: readonly number[]): number {
  const sorted = rates.toSorted((a, b) => a - b);
  const half = Math.floor(sorted.length / 2);
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2;
}

/** So many stretches of about the same length, none of them empty. */
function parts<T>(all: readonly T[], number: number): readonly (readonly T[])[] {
  const length = all.length / number;
  return Array.from({ length: number }, (_, i) =>
    all.slice(Math.floor(i * length), Math.floor((i + 1) * length)),
  ).filter((part) => part.length > 0);
}
