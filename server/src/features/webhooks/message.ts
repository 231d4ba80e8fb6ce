import type { Interest } from "./webhook.ts";

/** Something that has occurred in a handle. */
export type Occurrence = {
  /** `evt_…`: the `webhook-id` of every attempt to tell anyone of it. */
  readonly eventId: string;
  readonly type: string;
  readonly payload: unknown;
  readonly occurredAt: Date;
};

/** What an occurrence is about, as far as it says. */
export type Subject = { readonly slug: string | null; readonly campaignId: string | null };

/** The bytes that are signed and sent, made once for each delivery. `handle` is the name at that time. */
export const bodyOf = ({ eventId, type, payload, occurredAt }: Occurrence, handle: string): string =>
  JSON.stringify({ id: eventId, type, handle, occurredAt: occurredAt.toISOString(), payload });

/** All that an interest names must hold; what an event does not say holds for no name. */
export function isWanted(interest: Interest, type: string, { slug, campaignId }: Subject): boolean {
  const { eventTypes, slugs, campaignIds } = interest;
  if (!eventTypes.includes("*") && !eventTypes.includes(type)) return false;
  if (slugs !== null && (slug === null || !slugs.includes(slug))) return false;
  return campaignIds === null || (campaignId !== null && campaignIds.includes(campaignId));
}

/** `campaignId` is `undefined` where the payload leaves open whether there is one. */
export function subjectOf(payload: unknown): { slug: string | null; campaignId: string | null | undefined } {
  if (typeof payload !== "object" || payload === null) return { slug: null, campaignId: null };
  const slug = "slug" in payload && typeof payload.slug === "string" ? payload.slug : null;
  if (!("campaignId" in payload)) return { slug, campaignId: slug === null ? null : undefined };
  return { slug, campaignId: typeof payload.campaignId === "string" ? payload.campaignId : null };
}
