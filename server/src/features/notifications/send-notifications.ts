import type { ControlDeps } from "#platform/deps.ts";
import { collectEvents } from "./collect-events.ts";
import { composeMails } from "./compose-mails.ts";
import { deliverMails } from "./deliver-mails.ts";

/** One round of everything: from what has occurred to what is sent. Any number of processes may do it at once. */
export async function sendNotifications(deps: ControlDeps): Promise<void> {
  await collectEvents(deps);
  await composeMails(deps);
  await deliverMails(deps);
}
