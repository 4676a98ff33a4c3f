/**
 * The regularised incomplete beta function I_x(a, b): how much of Beta(a, b) lies below x, 0 to 1. `a` and `b` are
 * above 0. By the continued fraction DLMF 8.17.22, on the side of the mean where it converges fast (8.17.4).
 */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x < (a + 1) / (a + b + 2) ? lowerTail(x, a, b) : 1 - lowerTail(1 - x, b, a);
}

/** The x below which a share `p` of Beta(a, b) lies: I_x(a, b) = p. Bisected down to neighbouring numbers. */
export function betaQuantile(p: number, a: number, b: number): number {
  if (p <= 0) return 0;
  if (p >= 1) return 1;
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
}

function lowerTail(x: number, a: number, b: number): number {
  return density(x, a, b) / (a * fraction(x, a, b));
}

/**
 * 1 + d₁/(1 + d₂/(1 + …)) of DLMF 8.17.22 and 8.17.23, by Lentz's method: from its beginning, until a pair of terms adds
 * nothing.
 */
function fraction(x: number, a: number, b: number): number {
  let value = 1;
  let above = 1;
  let below = 0;
  let change = 0;
  const term = (d: number): void => {
    below = 1 / (1 + d * below);
    above = 1 + d / above;
    change = above * below;
    value *= change;
  };
  let m = 0;
  do {
    if (m > 0) term((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    term((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1)));
    m += 1;
  } while (Math.abs(change - 1) > 1e-15);
  return value;
}

/**
 * x^a (1 - x)^b / B(a, b), in the form of C. Loader, "Fast and Accurate Computation of Binomial Probabilities" (2000):
 * what is left are small numbers, where logarithms of gamma functions would be huge ones that cancel out.
 */
function density(x: number, a: number, b: number): number {
  const n = a + b;
  const off = a - n * x;
  const deviance = a * Math.log1p(off / (n * x)) + b * Math.log1p(-off / (n * (1 - x)));
  const correction = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return Math.sqrt((a / n) * (b / (2 * Math.PI))) * Math.exp(correction - deviance);
}

/** ln Γ(n + 1) - ln(√(2πn) (n/e)^n), what Stirling leaves: DLMF 5.11.1, after steps up to where it is exact enough. */
function stirlingError(n: number): number {
  let steps = 0;
  let from = n;
  for (; from < 16; from += 1) steps += (from + 0.5) * Math.log1p(1 / from) - 1;
  const s = 1 / (from * from);
  return (
    steps + (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s * (1 / 1188 - (s * 691) / 360360))))) / from
  );
}
