import type { SystemActor } from "#kernel/actor.ts";
import { type Reader, readerOf } from "#platform/database/database.ts";
import { type MutateDeps, mutate } from "#platform/mutate.ts";
import { insertDeliveries, type NewDelivery } from "./delivery-store.ts";
import { bodyOf, isWanted, type Occurrence, subjectOf } from "./message.ts";
import {
  findCampaigns,
  listSubscribed,
  listUndispatched,
  listWaitingHandles,
  markDispatched,
} from "./outbox-store.ts";
import type { Webhook } from "./webhook.ts";

const DISPATCHER: SystemActor = { kind: "system", job: "webhooks.dispatch" };
/** Of one handle in one transaction: one that imports a hundred thousand links is no reason for others to wait. */
const EVENTS_MAX = 100;
const HANDLES_MAX = 20;

/**
 * Makes a delivery of everything that has occurred, for every webhook that wants it, exactly once: the deliveries and
 * the mark on the event are one transaction, and what is looked for is the mark that is missing. A cursor would skip
 * what commits late with an early id. Tells whether more may be waiting.
 */
export async function fanOut(
  deps: MutateDeps,
): Promise<{ readonly deliveries: number; readonly hasMore: boolean }> {
  const waiting = await listWaitingHandles(deps.db.read);
  let deliveries = 0;
  let hasMore = false;
  for (let from = 0; from < waiting.length; from += HANDLES_MAX) {
    const handleIds = waiting.slice(from, from + HANDLES_MAX);
    const done = await mutate(deps, DISPATCHER, { auth: "none" }, async (tx, now) => {
      const result = { deliveries: 0, hasMore: false };
      for (const handleId of handleIds) {
        const read = readerOf(tx);
        const occurred = await listUndispatched(read, handleId, EVENTS_MAX);
        if (occurred.length === 0) continue; // Another process was quicker.
        const { handle, webhooks } = await listSubscribed(read, handleId);
        const wanted = await wantedBy(read, handleId, handle, webhooks, occurred);
        await insertDeliveries(tx, wanted, now);
        await markDispatched(tx, handleId, occurred.at(-1)?.eventId ?? "", now);
        result.deliveries += wanted.length;
        result.hasMore ||= occurred.length === EVENTS_MAX;
      }
      return { result, audit: null };
    });
    deliveries += done.deliveries;
    hasMore ||= done.hasMore;
  }
  return { deliveries, hasMore };
}

/** Who wants which of these events. Nobody is told of what occurred before they asked. */
export async function wantedBy(
  read: Reader,
  handleId: string,
  handle: string,
  webhooks: readonly Webhook[],
  occurred: readonly Occurrence[],
): Promise<NewDelivery[]> {
  if (webhooks.length === 0) return [];
  const campaigns = await campaignsOf(read, handleId, webhooks, occurred);
  return occurred.flatMap((occurrence) => {
    const { eventId, type, payload, occurredAt } = occurrence;
    const { slug, campaignId } = subjectOf(payload);
    const subject = { slug, campaignId: campaignId ?? campaigns.get(slug ?? "") ?? null };
    const takers = webhooks.filter(
      (webhook) => webhook.createdAt <= occurredAt && isWanted(webhook, type, subject),
    );
    if (takers.length === 0) return [];
    const body = bodyOf(occurrence, handle);
    return takers.map(({ subscriptionId }) => ({ subscriptionId, eventId, eventType: type, body }));
  });
}

/** Of the links whose events do not say it; asked only where somebody has asked for campaigns. */
async function campaignsOf(
  read: Reader,
  handleId: string,
  webhooks: readonly Webhook[],
  occurred: readonly Occurrence[],
): Promise<ReadonlyMap<string, string | null>> {
  if (webhooks.every(({ campaignIds }) => campaignIds === null)) return new Map();
  const slugs = occurred.flatMap(({ payload }) => {
    const { slug, campaignId } = subjectOf(payload);
    return slug !== null && campaignId === undefined ? [slug] : [];
  });
  return slugs.length === 0 ? new Map() : findCampaigns(read, handleId, [...new Set(slugs)]);
}
