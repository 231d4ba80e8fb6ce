import { BLANK, type Link, type LinkFields, type LinkUse, UNUSED, type UsedLink } from "./link.ts";
import type { Slug } from "./slug.ts";

export type LinkRow = {
  readonly handle_id: string;
  readonly slug: Slug;
  readonly destination_url: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly tags: string;
  readonly categories: string;
  readonly enabled: number;
  readonly redirect_type: 302 | 307;
  readonly forward_query: number;
  readonly tracking: string;
  readonly campaign_id: string | null;
  readonly scheduled_start_at: number | null;
  readonly scheduled_end_at: number | null;
  readonly expires_at: number | null;
  readonly expired_url: string | null;
  readonly max_clicks: number | null;
  /** JSON of the `LinkSettings` that are not blank; `null` where all are. */
  readonly settings: string | null;
  readonly external_id: string | null;
  readonly path_template: string | null;
  readonly check_every_hours: number | null;
  readonly version: number;
  readonly created_at: number;
  readonly updated_at: number;
};

/** All but the key and the time of creation. */
export const CHANGING_COLUMNS = [
  ...(["destination_url", "title", "description", "tags", "categories", "enabled", "redirect_type"] as const),
  ...(["forward_query", "tracking", "campaign_id", "scheduled_start_at", "scheduled_end_at"] as const),
  ...(["expires_at", "expired_url", "max_clicks", "settings", "external_id"] as const),
  ...(["path_template", "check_every_hours", "version", "updated_at"] as const),
];

export type LinkTables = {
  readonly links: LinkRow;
  readonly link_labels: {
    readonly handle_id: string;
    readonly kind: "tag" | "category";
    readonly label: string;
    readonly slug: Slug;
  };
  readonly link_versions: {
    readonly handle_id: string;
    readonly slug: Slug;
    readonly version: number;
    readonly at: number;
    readonly actor: string;
    /** JSON of the link's fields; `null` for a deletion. */
    readonly snapshot: string | null;
  };
};

/** As it is joined to its counts. */
export type UsedRow = LinkRow & UseColumns;

type UseColumns = {
  readonly clicks: number | null;
  readonly qualified: number | null;
  readonly used: number | null;
};

export const toUsedLink = (row: UsedRow): UsedLink => ({ link: toLink(row), use: toUse(row) });

const toUse = ({ clicks, qualified, used }: UseColumns): LinkUse => ({
  clicks: clicks ?? UNUSED.clicks,
  qualified: qualified ?? UNUSED.qualified,
  spent: used,
});

const toLink = (row: LinkRow): Link => ({
  slug: row.slug,
  destinationUrl: row.destination_url,
  title: row.title,
  description: row.description,
  tags: JSON.parse(row.tags),
  categories: JSON.parse(row.categories),
  enabled: row.enabled === 1,
  redirectType: row.redirect_type,
  forwardQuery: row.forward_query === 1,
  tracking: JSON.parse(row.tracking),
  campaignId: row.campaign_id,
  scheduledStartAt: instant(row.scheduled_start_at),
  scheduledEndAt: instant(row.scheduled_end_at),
  expiresAt: instant(row.expires_at),
  expiredUrl: row.expired_url,
  maxClicks: row.max_clicks,
  ...(row.settings === null ? BLANK_SETTINGS : { ...BLANK_SETTINGS, ...JSON.parse(row.settings) }),
  pathTemplate: row.path_template,
  externalId: row.external_id,
  healthCheck: row.check_every_hours === null ? null : { everyHours: row.check_every_hours },
  version: row.version,
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
});

export const toRow = (handleId: string, link: Link): LinkRow => ({
  handle_id: handleId,
  slug: link.slug,
  destination_url: link.destinationUrl,
  title: link.title,
  description: link.description,
  tags: JSON.stringify(link.tags),
  categories: JSON.stringify(link.categories),
  enabled: link.enabled ? 1 : 0,
  redirect_type: link.redirectType,
  forward_query: link.forwardQuery ? 1 : 0,
  tracking: JSON.stringify(link.tracking),
  campaign_id: link.campaignId,
  scheduled_start_at: epoch(link.scheduledStartAt),
  scheduled_end_at: epoch(link.scheduledEndAt),
  expires_at: epoch(link.expiresAt),
  expired_url: link.expiredUrl,
  max_clicks: link.maxClicks,
  settings: settingsOf(link),
  external_id: link.externalId,
  path_template: link.pathTemplate,
  check_every_hours: link.healthCheck?.everyHours ?? null,
  version: link.version,
  created_at: Date.parse(link.createdAt),
  updated_at: Date.parse(link.updatedAt),
});

const SETTINGS = [
  "routingRules",
  "trackingTemplateKey",
  "trackingPolicy",
  "passwordHash",
  "social",
  "utmPolicy",
  "cacheSeconds",
] as const satisfies (keyof LinkFields)[];
/** What only some links have, and nobody searches by: one column for all of it. */
type LinkSettings = Pick<LinkFields, (typeof SETTINGS)[number]>;
const BLANK_SETTINGS = Object.fromEntries(SETTINGS.map((name) => [name, BLANK[name]])) as LinkSettings;
const BLANK_TEXTS = new Map(SETTINGS.map((name) => [name, JSON.stringify(BLANK[name])]));

function settingsOf(link: LinkSettings): string | null {
  let settings: Partial<Record<keyof LinkSettings, unknown>> | null = null;
  for (const name of SETTINGS) {
    const value = link[name];
    if (value === BLANK[name] || JSON.stringify(value) === BLANK_TEXTS.get(name)) continue;
    settings ??= {};
    settings[name] = value;
  }
  return settings === null ? null : JSON.stringify(settings);
}

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const epoch = (text: string | null) => (text === null ? null : Date.parse(text));
