import type { Instant, Link, LinkFields, UsedLink } from "./link.ts";

export const LINK_STATUSES = ["LIVE", "SCHEDULED", "EXPIRED", "DISABLED", "EXHAUSTED"] as const;
export type LinkStatus = (typeof LINK_STATUSES)[number];

/** A link as it is read: with what has come of it. */
export type ShownLink = Link & { readonly clicks: number; readonly status: LinkStatus };

export const showLink = ({ link, use }: UsedLink, now: Date): ShownLink => ({
  ...link,
  clicks: use.clicks,
  status: statusOf(link, use.spent, now),
});

/** What a visitor would find; where several hold, the one that the edge would answer with. */
export function statusOf(fields: LinkFields, spent: number | null, now: Date): LinkStatus {
  const at = now.toISOString();
  const end = endOf(fields);
  if (!fields.enabled) return "DISABLED";
  if (fields.scheduledStartAt !== null && at < fields.scheduledStartAt) return "SCHEDULED";
  if (end !== null && at >= end) return "EXPIRED";
  if (fields.maxClicks !== null && (spent ?? 0) >= fields.maxClicks) return "EXHAUSTED";
  return "LIVE";
}

/** From when on the link has expired: the end of its schedule or its expiry, whichever is first. */
export function endOf({ scheduledEndAt, expiresAt }: LinkFields): Instant | null {
  if (scheduledEndAt === null || expiresAt === null) return scheduledEndAt ?? expiresAt;
  return scheduledEndAt < expiresAt ? scheduledEndAt : expiresAt;
}
