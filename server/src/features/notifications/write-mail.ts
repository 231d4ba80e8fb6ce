import type { ControlDeps } from "#platform/deps.ts";
import type { Mail } from "#platform/mail/mailer.ts";
import { describeItem } from "./describe-item.ts";
import { findRecipients } from "./find-recipients.ts";
import { listMailItems } from "./item-store.ts";
import { type Content, confirmationContent, eventsContent, testContent } from "./mail-content.ts";
import { mailLink } from "./mail-links.ts";
import { statusOf } from "./notification.ts";
import type { MailRow } from "./notification-tables.ts";
import { findPeople } from "./people-store.ts";
import { findSaid, listSubscriptions } from "./store.ts";

/** The mail as it is to be sent now; `null` where nobody wants it any more, or may be sent it. */
export async function writeMail(deps: ControlDeps, row: MailRow): Promise<Mail | null> {
  const content = row.kind === "confirmation" ? await confirmation(deps, row) : await notification(deps, row);
  if (content === null) return null;
  const { publicDomain } = deps.addresses;
  return {
    to: row.email,
    ...content,
    messageId: `${row.mail_id}@${publicDomain.replace(/:\d+$/, "")}`,
  };
}

async function confirmation(deps: ControlDeps, row: MailRow): Promise<Content | null> {
  const { email, handle_id: handleId } = row;
  const { read } = deps.db;
  const people = await findPeople(read, handleId);
  if (people === undefined) return null;
  const subscription = (await listSubscriptions(read, handleId)).find((one) => one.email === email);
  const status = statusOf(await findSaid(read, handleId, email), people.members.has(email));
  if (subscription === undefined || status === "ACTIVE") return null;
  const link = mailLink(deps, "confirm", { handleId, email });
  return confirmationContent(people.handle, subscription.eventTypes, link);
}

async function notification(deps: ControlDeps, row: MailRow): Promise<Content | null> {
  const { email, handle_id: handleId } = row;
  const { handle, wanted } = await findRecipients(deps.db.read, handleId);
  const types = wanted.get(email);
  if (types === undefined) return null;
  const unsubscribe = mailLink(deps, "unsubscribe", { handleId, email });
  const headers = {
    "list-unsubscribe": `<${unsubscribe}>`,
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
  };
  if (row.kind === "test") return { ...testContent(handle, [...types.keys()], unsubscribe), headers };
  const items = (await listMailItems(deps.db.read, row.mail_id)).filter(({ type }) => types.has(type));
  if (items.length === 0) return null;
  return { ...eventsContent(handle, items.map(describeItem), unsubscribe), headers };
}
