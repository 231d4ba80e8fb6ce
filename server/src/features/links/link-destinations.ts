import type { Destination } from "#features/destinations/index.ts";
import type { LinkChange, LinkFields } from "./link.ts";

/** Every place to which these fields send visitors, by the field that says so. */
export function destinationsOf({ destinationUrl, expiredUrl, routingRules = [] }: LinkChange): Destination[] {
  const destinations: Destination[] = [];
  if (destinationUrl !== undefined) destinations.push({ path: "destinationUrl", url: destinationUrl });
  if (expiredUrl !== undefined && expiredUrl !== null)
    destinations.push({ path: "expiredUrl", url: expiredUrl });
  for (const [index, { variant }] of routingRules.entries()) {
    destinations.push({ path: `routingRules.${index}.variant.destinationUrl`, url: variant.destinationUrl });
  }
  return destinations;
}

/** Those that a change brings: what it names, and all there are when it lets visitors in again. */
export const broughtBy = (
  change: LinkChange,
  before: LinkFields | undefined,
  after: LinkFields,
): Destination[] => destinationsOf(before?.enabled === false && after.enabled ? after : change);
