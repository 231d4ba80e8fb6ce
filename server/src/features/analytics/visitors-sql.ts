/**
 * How many different visitors. Up to eight thousand are told apart, more are estimated with a standard error of
 * 0.3 %. The engine's `uniq` would be exact to 65 thousand and 0.5 % off beyond, from sets that no core's cache holds.
 */
export const visitorsSql = (visitorHash: string, condition: string): string =>
  `uniqCombinedIf(17)(${visitorHash}, ${condition})`;
