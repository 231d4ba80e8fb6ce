import type { PathRoute } from "#kernel/policy.ts";

/** A path that was visited: whose link it is, and what stood in the places. */
export type PathMatch = { readonly slug: string; readonly places: Readonly<Record<string, string>> };

/** Of a path as it was sent, in which every percent sign encodes something. `undefined` for one that is no link's. */
export type PathMatcher = (path: string) => PathMatch | undefined;

const VALUE_LENGTH_MAX = 200;
/** At the destination, however they are written, dots would lead out of the place. */
const NO_VALUES = new Set(["", ".", ".."]);

type Compiled = { readonly slug: string; readonly parts: readonly string[] };

/** Where several fit, the one with the fewest places; of those, the one whose first place comes last. */
export function compilePaths(paths: readonly PathRoute[]): PathMatcher {
  const byLength = new Map<number, Compiled[]>();
  for (const { template, slug } of paths) {
    const parts = template.split("/").slice(1);
    const rivals = byLength.get(parts.length) ?? [];
    rivals.push({ slug, parts });
    byLength.set(parts.length, rivals);
  }
  for (const rivals of byLength.values()) rivals.sort((one, other) => vagueness(one) - vagueness(other));
  return (path) => {
    // Split before it is decoded: a slash that was sent encoded is part of a value.
    const parts = path.split("/").slice(1).map(decodeURIComponent);
    for (const candidate of byLength.get(parts.length) ?? []) {
      const places = placesIn(candidate.parts, parts);
      if (places !== undefined) return { slug: candidate.slug, places };
    }
    return undefined;
  };
}

/** Read as a number in base two: one digit a part, set where there is a place. */
const vagueness = ({ parts }: Compiled): number => {
  const count = parts.filter((part) => part.startsWith(":")).length;
  const order = parts.reduce((number, part) => number * 2 + Number(part.startsWith(":")), 0);
  return count * 1024 + order;
};

function placesIn(template: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  const places: Record<string, string> = {};
  for (const [index, expected] of template.entries()) {
    const part = parts[index] ?? "";
    if (!expected.startsWith(":")) {
      if (part !== expected) return undefined;
    } else if (part.length > VALUE_LENGTH_MAX || NO_VALUES.has(part)) return undefined;
    else places[expected.slice(1)] = part;
  }
  return places;
}

const PLACE = /\{(\w+)\}|%7B(\w+)%7D/gi;

/** The location with what was visited in its places; a place that nothing stood in is empty. */
export const fillPlaces = (location: string, places: Readonly<Record<string, string>>): string =>
  location.replace(PLACE, (_, plain: string | undefined, encoded: string | undefined) => {
    const name = plain ?? encoded ?? "";
    return Object.hasOwn(places, name) ? encodeURIComponent((places[name] ?? "").toWellFormed()) : "";
  });
