import { type LinkFields, TRACKING_KEYS } from "#features/links/link.ts";

/** What stands in a cell of it. */
export type CellKind = "text" | "boolean" | "number" | "labels" | "json";

/** One column of a table of links: a field, or one part of a field that has parts. */
export type LinkColumn = {
  readonly name: string;
  readonly field: keyof WrittenFields;
  readonly part?: string;
  readonly kind: CellKind;
};

/** All that a caller decides about a link, but for what must not be shown. */
type WrittenFields = Omit<LinkFields, "passwordHash">;

type Parts = Readonly<Record<string, CellKind>>;

const KINDS = {
  destinationUrl: "text",
  title: "text",
  description: "text",
  tags: "labels",
  categories: "labels",
  enabled: "boolean",
  redirectType: "number",
  forwardQuery: "boolean",
  tracking: Object.fromEntries(TRACKING_KEYS.map((key) => [key, "text"])) as Parts,
  campaignId: "text",
  scheduledStartAt: "text",
  scheduledEndAt: "text",
  expiresAt: "text",
  expiredUrl: "text",
  maxClicks: "number",
  routingRules: "json",
  trackingTemplateKey: "text",
  trackingPolicy: { mode: "text", appendContextParam: "boolean" },
  social: "json",
  utmPolicy: "text",
  cacheSeconds: "number",
  pathTemplate: "text",
  externalId: "text",
  healthCheck: { everyHours: "number" },
} as const satisfies Record<keyof WrittenFields, CellKind | Parts>;

/** Every field of a link as the columns of a table, in the order in which they are exported after the slug. */
export const LINK_COLUMNS: readonly LinkColumn[] = Object.entries(KINDS).flatMap(([name, kind]) => {
  const field = name as keyof WrittenFields;
  if (typeof kind === "string") return [{ name, field, kind }];
  return Object.entries(kind as Parts).map(([part, inner]) => ({
    name: `${name}.${part}`,
    field,
    part,
    kind: inner,
  }));
});
