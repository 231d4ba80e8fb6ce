import { Readable } from "node:stream";
import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { getLead } from "./get-lead.ts";
import { type Attachment, noSuchLead } from "./lead.ts";

type Opened = { readonly attachment: Attachment; readonly bytes: ReadableStream<Uint8Array> };

/** Throws 404 for what is not there. */
export async function openAttachment(
  deps: ControlDeps,
  actor: MemberActor,
  leadId: string,
  number: number,
): Promise<Opened> {
  const { attachments } = await getLead(deps, actor, leadId);
  const attachment = attachments.find((one) => one.attachment === number);
  const opened = attachment && (await deps.blobs.open(attachment.sha256));
  if (attachment === undefined || opened === undefined) throw noSuchLead();
  return { attachment, bytes: Readable.toWeb(opened.body) as ReadableStream<Uint8Array> };
}
