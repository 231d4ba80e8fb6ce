import { rate } from "./metrics.ts";

/** Qualified clicks of one variant, and those of them that led to a conversion. */
export type VariantClicks = {
  readonly variant: string;
  readonly clicks: number;
  readonly converted: number;
};

/** Fewer say too little for the normal distribution to describe them. */
export const CLICKS_MIN = 100;
const ALPHA = 0.05;

/**
 * Whether variants of one link convert differently from the first of them by name, which the empty one is, by the two-proportion z-test with a pooled
 * proportion, two-sided (NIST/SEMATECH e-Handbook of Statistical Methods, section 7.3.3). `undefined` where there are not
 * two variants of at least a hundred qualified clicks. Of several comparisons each must be as much clearer (Bonferroni).
 */
export function variantSignificance(variants: readonly VariantClicks[]) {
  const [baseline, ...others] = variants.filter(({ clicks }) => clicks >= CLICKS_MIN);
  if (baseline === undefined || others.length === 0) return undefined;
  const alpha = ALPHA / others.length;
  return {
    method: "two-proportion z-test" as const,
    baseline: baseline.variant,
    variants: others.map((other) => {
      const pValue = twoSidedP(zScore(baseline, other));
      return { variant: other.variant, pValue, isSignificant: pValue < alpha };
    }),
    note: `Each is compared with ${baseline.variant || "what those saw whom no rule sent elsewhere"}; significant is p < ${Number(alpha.toPrecision(3))}. Clicks that converted are counted once. To look again and again until a difference is significant finds one by chance.`,
  };
}

/** 0 where both convert always or never. */
export function zScore(one: VariantClicks, other: VariantClicks): number {
  const pooled = (one.converted + other.converted) / (one.clicks + other.clicks);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / one.clicks + 1 / other.clicks));
  return rate(other.converted / other.clicks - one.converted / one.clicks, deviation);
}

/** How likely the normal distribution is at least so far from 0, to either side. */
export const twoSidedP = (z: number): number => Math.min(1, erfc(Math.abs(z) / Math.SQRT2));

/** For x ≥ 0, with a relative error below 1.2e-7 (Numerical Recipes in C, second edition, section 6.2: `erfcc`). */
function erfc(x: number): number {
  const t = 1 / (1 + x / 2);
  return t * Math.exp(-x * x + CHEBYSHEV.reduceRight((sum, coefficient) => coefficient + t * sum, 0));
}

const CHEBYSHEV = [
  ...([-1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806] as const),
  ...([0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277] as const),
];
