import { forgetItems } from "#features/notifications/index.ts";
import { forgetPayloads } from "#features/webhooks/index.ts";
import { releaseBlobs } from "#platform/blobs/release-blobs.ts";
import type { Tx } from "#platform/database/database.ts";
import { blobOwner, type Lead } from "./lead.ts";
import { removeLead } from "./store.ts";

/** Takes a lead away, with its images and what was to be told of it. What was carried away already is where it was carried to. */
export async function eraseWithin(
  tx: Tx,
  handleId: string,
  { leadId, receivedAt }: Lead,
  now: Date,
): Promise<void> {
  await removeLead(tx, handleId, leadId);
  await releaseBlobs(tx, blobOwner(handleId, leadId), now);
  const events = { type: "lead.captured", since: receivedAt, named: { leadId } };
  await forgetItems(tx, handleId, await forgetPayloads(tx, handleId, events));
}
