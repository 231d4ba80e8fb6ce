import type { Schemas } from "#api/schemas.ts";

/** A form as its leads show it: it lives in somebody's page, and nobody has told of it but they. */
export type KnownForm = {
  readonly name: string;
  readonly count: number;
  readonly lastAt: string;
  /** Where it was filled in. */
  readonly places: readonly string[];
  /** What it has asked. */
  readonly asked: readonly string[];
};

const OWN = ["name", "email", "phone", "message"] as const;

/** The forms that leads, the newest first, came through; those without a name are none. */
export function formsOf(leads: readonly Schemas["Lead"][]): readonly KnownForm[] {
  const named = leads.filter(({ form }) => form !== "");
  return [...Map.groupBy(named, ({ form }) => form)].map(([name, group]) => ({
    name,
    count: group.length,
    lastAt: group[0]?.receivedAt ?? "",
    places: distinct(group.map(({ slug, origin }) => (slug === "" ? (origin ?? "") : `/${slug}`))),
    asked: distinct(
      group.flatMap((lead) => [...OWN.filter((key) => lead[key] !== null), ...Object.keys(lead.fields)]),
    ),
  }));
}

const distinct = (texts: readonly string[]) => [...new Set(texts)].filter((text) => text !== "");
