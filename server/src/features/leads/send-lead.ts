import { hash } from "node:crypto";
import { requireAllowedOrigin } from "#features/attribution/index.ts";
import { findNamedHandle } from "#features/handles/index.ts";
import type { AnonymousActor } from "#kernel/actor.ts";
import { noSuchHandle } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import { claimBlobs } from "#platform/blobs/claim-blobs.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Caller } from "#platform/http/bind.ts";
import { addressKey } from "#platform/http/client-address.ts";
import type { FormFile } from "#platform/http/form-rules.ts";
import { mutate } from "#platform/mutate.ts";
import { type Attribution, attributeLead } from "./attribute-lead.ts";
import * as contract from "./contract.ts";
import { keepAttachments } from "./keep-attachments.ts";
import { type Attachment, blobOwner, type Lead } from "./lead.ts";
import type { SentLead } from "./lead-body.ts";
import { captured } from "./lead-outcome.ts";
import { spamOf } from "./spam-of.ts";
import { SPAM_FROM, type Spam } from "./spam-score.ts";
import { findKeyed, insertLead, takeKey } from "./store.ts";
import { thanksUrl } from "./thanks-url.ts";

type Taken = { readonly leadId: string; readonly deduplicated: boolean };

/** The lead, and where whoever has sent it goes from here. */
export type Sent = Taken & { readonly thanks: string | undefined };

/** From anyone who is no page, or one that the handle trusts. On disk, with everything that follows, when this resolves. */
export async function sendLead(
  deps: ControlDeps,
  actor: AnonymousActor,
  handle: string,
  sent: SentLead,
  files: readonly FormFile[],
  caller: Caller,
): Promise<Sent> {
  await deps.limits.count("lead", addressKey(caller.address));
  const owner = await findNamedHandle(deps.db.read, handle, deps.clock.now());
  if (owner === undefined) throw noSuchHandle();
  await deps.limits.count("leadHandle", owner.handleId);
  await requireAllowedOrigin(deps, owner, caller.origin);
  const thanks = await thanksUrl(deps, owner, sent.redirectTo, caller.origin);
  return { ...(await take(deps, actor, owner.handleId, sent, files, caller)), thanks };
}

async function take(
  deps: ControlDeps,
  actor: AnonymousActor,
  handleId: string,
  sent: SentLead,
  files: readonly FormFile[],
  caller: Caller,
): Promise<Taken> {
  const keyHash = sent.idempotencyKey === undefined ? undefined : hash("sha256", sent.idempotencyKey);
  // A key stays used for ever, so what is known of it without a transaction is true.
  const known = keyHash === undefined ? undefined : await findKeyed(deps.db.read, handleId, keyHash);
  if (known !== undefined) return { leadId: known, deduplicated: true };
  const attachments = await keepAttachments(deps, files);
  const attribution = await attributeLead(deps, handleId, sent);
  const spam = spamOf(sent, caller.userAgent);
  const country = deps.country(caller.address);
  return mutate<Taken>(deps, actor, contract.sendLead, async (tx, now) => {
    const lead = leadOf(sent, attribution, spam, { country, origin: caller.origin ?? null }, now);
    const { leadId } = lead;
    if (keyHash !== undefined && !(await takeKey(tx, handleId, keyHash, leadId))) {
      const first = await findKeyed(readerOf(tx), handleId, keyHash);
      if (first === undefined) throw new Error("A key is taken that no lead has.");
      return { result: { leadId: first, deduplicated: true }, audit: null };
    }
    await insertLead(tx, handleId, { lead, attachments });
    await claimBlobs(tx, blobOwner(handleId, leadId), hashesOf(attachments), now);
    const details = { form: lead.form, slug: lead.slug, campaignId: lead.campaignId, isSpam: lead.isSpam };
    return {
      result: { leadId, deduplicated: false },
      audit: { action: "lead.capture", target: leadId, handleId, details },
      ...(!lead.isSpam && captured(handleId, { lead, attachments }, now)),
    };
  });
}

const hashesOf = (attachments: readonly Attachment[]) => attachments.map(({ sha256 }) => sha256);

function leadOf(
  sent: SentLead,
  attribution: Attribution,
  { score, reasons }: Spam,
  from: Pick<Lead, "country" | "origin">,
  now: Date,
): Lead {
  const textOr = (text: string | undefined) => (text === undefined || text === "" ? null : text);
  const isSpam = score >= SPAM_FROM;
  return {
    ...attribution,
    ...from,
    leadId: newId("led", now.getTime()),
    email: sent.email ?? null,
    name: textOr(sent.name),
    phone: textOr(sent.phone),
    message: textOr(sent.message),
    fields: sent.fields,
    form: sent.form,
    spamScore: score,
    spamReasons: reasons,
    isSpam,
    isJudged: false,
    isTold: !isSpam,
    version: 1,
    receivedAt: now,
  };
}
