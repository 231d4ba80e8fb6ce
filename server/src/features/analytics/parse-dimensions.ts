import { DIMENSIONS, type Dimension } from "./analytics-query.ts";
import { invalidQuery } from "./invalid-query.ts";

/** Dimensions with commas between; throws for more than `max`, for one that does not exist and for one said twice. */
export function parseDimensions(path: string, text: string | undefined, max: number): readonly Dimension[] {
  if (text === undefined) return [];
  const names = text.split(",");
  if (names.length > max) throw invalidQuery(path, `takes at most ${max} dimensions`);
  if (new Set(names).size < names.length) throw invalidQuery(path, "names a dimension twice");
  if (names.every(isDimension)) return names;
  throw invalidQuery(path, `takes any of ${DIMENSIONS.join(", ")}`);
}

const isDimension = (name: string): name is Dimension => (DIMENSIONS as readonly string[]).includes(name);
