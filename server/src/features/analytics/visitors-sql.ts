/**
 * How different visitors are counted: told apart in a list of all their visits, or estimated. A list is written from one end to
 * the other, where sets of visitors, one for each group, are in no core's cache; it takes memory for every visit.
 */
export type VisitorCounting = "listed" | "estimated";

/**
 * How many different visitors. Those that are listed are told apart by 32 bits of a hash: of 100 000 one is missing, of a million
 * a ten-thousandth. Estimated ones are told apart up to eight thousand; from there on the standard error is 0.3 %. The
 * engine's `uniq` would be exact to 65 thousand and 0.5 % off beyond.
 */
export const visitorsSql: Readonly<
  Record<VisitorCounting, (visitorHash: string, condition: string) => string>
> = {
  listed: (visitorHash, condition) => `arrayUniq(groupArrayIf(intHash32(${visitorHash}), ${condition}))`,
  estimated: (visitorHash, condition) => `uniqCombinedIf(17)(${visitorHash}, ${condition})`,
};
