import { booleanOf, labelsOf, numberOf } from "./cell-value.ts";
import type { Draft, Setter } from "./own-columns.ts";

/** The field has what stands in the cell, unless another column gave it already. */
export const text =
  (field: string): Setter =>
  (draft, cell) => {
    draft[field] ??= cell;
  };

export const labels =
  (field: string): Setter =>
  (draft, cell) => {
    draft[field] = labelsOf(cell);
  };

export const count =
  (field: string): Setter =>
  (draft, cell) => {
    draft[field] = numberOf(cell);
  };

export const utm =
  (key: string): Setter =>
  (draft, cell) => {
    draft["tracking"] = { ...(draft["tracking"] as object | undefined), [key]: cell };
  };

export const instant =
  (field: string): Setter =>
  (draft, cell) => {
    draft[field] = instantOf(cell);
  };

/** A path, without the strokes around it. */
export const path: Setter = (draft, cell) => {
  draft["slug"] ??= cell.replaceAll(/^\/+|\/+$/g, "");
};

/** The path of a whole short URL, written with its scheme or without. */
export const shortUrl: Setter = (draft, cell) => {
  const url = URL.parse(/^https?:\/\//i.test(cell) ? cell : `https://${cell}`);
  if (url !== null) path(draft, decoded(url.pathname));
};

/** A link that was put away there does not lead anywhere here. */
export const offWhenTrue: Setter = (draft, cell) => {
  if (booleanOf(cell) === true) draft["enabled"] = false;
};

export const flag =
  (field: string, isReversed = false): Setter =>
  (draft, cell) => {
    const value = booleanOf(cell);
    if (typeof value === "boolean") draft[field] = value !== isReversed;
  };

/** It was locked there; with what, no export says in a way that could be checked here. */
export const locked: Setter = (draft, cell) => {
  if (booleanOf(cell) !== false) draft["passwordProtected"] = true;
};

/** Another destination for visitors of whom `when` holds. */
export const rule =
  (id: string, when: object): Setter =>
  (draft, cell) => {
    addRule(draft, id, when, cell);
  };

/** Another destination for each country, as JSON. */
export const countryRules: Setter = (draft, cell) => {
  const byCountry = parsed(cell);
  if (typeof byCountry !== "object" || byCountry === null) return;
  for (const [country, url] of Object.entries(byCountry)) {
    addRule(draft, `country-${country}`, { countryIn: [country] }, url);
  }
};

function addRule(draft: Draft, id: string, when: object, destinationUrl: unknown): void {
  const rules = (draft["routingRules"] as object[] | undefined) ?? [];
  draft["routingRules"] = [...rules, { id, when, variant: { id, destinationUrl } }];
}

/** As RFC 3339. Without a zone it is UTC; a number is the time since 1970, in milliseconds or seconds. */
function instantOf(cell: string): string {
  if (/^\d{9,14}$/.test(cell)) {
    return new Date(Number(cell) * (cell.length > 11 ? 1 : 1000)).toISOString();
  }
  const [, day, time = "00:00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|UTC|[+-]\d\d:?\d\d)?$/i.exec(cell) ?? [];
  if (day === undefined) return cell;
  return `${day}T${time.length === 5 ? `${time}:00` : time}${offsetOf(zone)}`;
}

function offsetOf(zone: string): string {
  if (!/^[+-]/.test(zone)) return "Z";
  return zone.includes(":") ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}

function parsed(cell: string): unknown {
  try {
    return JSON.parse(cell);
  } catch {
    return undefined;
  }
}

function decoded(pathname: string): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}
