import type { Interval } from '../model/report.ts';
import type { Tally } from '../model/run.ts';
import { betaQuantile, incompleteBeta } from './beta.ts';

type Count = Pick<Tally, 'pass' | 'total'>;

/**
 * Where the true share of passes lies, at 95 %; nothing when there is nothing to count.
 * E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927), without a correction.
 */
export function wilson({ pass, total }: Count): Interval | undefined {
  if (total === 0) return undefined;
  const share = pass / total;
  const z2 = z * z;
  const centre = share + z2 / (2 * total);
  const half = z * Math.sqrt((share * (1 - share)) / total + z2 / (4 * total * total));
  const scale = 1 + z2 / total;
  // At the ends one bound is a whole number, and rounding would only miss it.
  return {
    low: pass === 0 ? 0 : (centre - half) / scale,
    high: pass === total ? 1 : (centre + half) / scale,
  };
}

/** The standard normal distribution's 97.5 % quantile. */
const z = 1.959963984540054;

/**
 * As `wilson`, but never covering less than 95 %: what two exact binomial tests don't reject.
 * C. J. Clopper and E. S. Pearson, "The Use of Confidence or Fiducial Limits Illustrated in the Case of the Binomial"
 * (1934), by Beta quantiles.
 */
export function exactInterval({ pass, total }: Count): Interval | undefined {
  if (total === 0) return undefined;
  return {
    low: pass === 0 ? 0 : betaQuantile(0.025, pass, total - pass + 1),
    high: pass === total ? 1 : betaQuantile(0.975, pass + 1, total - pass),
  };
}

/**
 * How likely chance alone splits `b + c` flips at least as unevenly, either way: 0 to 1, and 1 without flips.
 * Q. McNemar, "Note on the Sampling Error of the Difference between Correlated Proportions" (1947), exact: each flip
 * goes either way with 1/2.
 */
export function mcnemar(b: number, c: number): number {
  if (Math.abs(b - c) <= 1) return 1;
  return Math.min(1, 2 * mcnemarOneSided(Math.max(b, c), Math.min(b, c)));
}

/**
 * How likely chance alone sends `b` or more of `b + c` flips this way: P(Bin(b + c, 1/2) ≥ b), which is I_½(b, c + 1) by
 * DLMF 8.17.5.
 */
export function mcnemarOneSided(b: number, c: number): number {
  return b === 0 ? 1 : incompleteBeta(0.5, b, c + 1);
}

/** What is rarer by chance than this is taken for more than chance. */
export const significance = 0.05;

/** The fewest flips one way that chance would rarely bring beside `against` flips the other way. */
export function flipsNeeded(against: number): number {
  let flips = against + 1;
  while (mcnemarOneSided(flips, against) > significance) flips += 1;
  return flips;
}

/** The fewest flips, all one way, that chance would rarely bring; nothing when there are fewer pairs than that. */
export function smallestDetectable(pairs: number): number | undefined {
  const needed = flipsNeeded(0);
  return pairs < needed ? undefined : needed;
}
