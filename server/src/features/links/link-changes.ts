import { BLANK, type LinkFields } from "./link.ts";

export type FieldChange = {
  readonly field: keyof LinkFields | "passwordProtected";
  readonly before: unknown;
  readonly after: unknown;
};

const FIELDS: readonly (keyof LinkFields)[] = [
  "destinationUrl",
  ...(Object.keys(BLANK) as (keyof typeof BLANK)[]),
];

/**
 * Every field that differs; for a link that begins, every field that is not as in a blank one. Of a password nothing is
 * told but whether there was one.
 */
export function changesBetween(before: LinkFields | undefined, after: LinkFields): readonly FieldChange[] {
  const from = before ?? { ...BLANK, destinationUrl: null };
  return FIELDS.filter((field) => !isSame(from[field], after[field])).map((field) =>
    field === "passwordHash"
      ? { field: "passwordProtected", before: from[field] !== null, after: after[field] !== null }
      : { field, before: from[field], after: after[field] },
  );
}

/** The values are JSON whose keys have one order. */
const isSame = (one: unknown, other: unknown) =>
  one === other || (typeof one === "object" && JSON.stringify(one) === JSON.stringify(other));
