import { randomUUID } from "node:crypto";
import type { SystemActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { MailRefused } from "#platform/mail/mail-refused.ts";
import { mutate } from "#platform/mutate.ts";
import { addSent, countSent, isClaimed, listDueMails, updateMail } from "./mail-store.ts";
import type { MailRow } from "./notification-tables.ts";
import { writeMail } from "./write-mail.ts";

const POSTMAN: SystemActor = { kind: "system", job: "notifications.deliver" };
const BATCH = 10;
/** Longer than a batch can take: what a process that died had taken is then another's. */
const LEASE_MS = 5 * 60_000;
/** To one address, by all handles together. More waits for the next day. */
const MAILS_A_DAY_MAX = 50;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** After each failure; the last is some forty hours after the first. */
const RETRY_AFTER_MS = [0.5, 1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 720].map(
  (minutes) => minutes * MINUTE_MS,
);

type Outcome = "sent" | "not_wanted" | "refused" | "failed";

/**
 * Sends what is due. Each mail is taken by one process for five minutes; what a process took and did not conclude is sent
 * again, with the same Message-ID. A server that is away is asked again later, for two days.
 */
export async function deliverMails(deps: ControlDeps): Promise<void> {
  for (;;) {
    const claim = randomUUID();
    const mails = await claimDue(deps, claim);
    if (mails.length === 0) return;
    const outcomes = await Promise.all(mails.map((mail) => deliver(deps, mail, claim)));
    if (outcomes.includes("failed")) return; // The server is away, or has had enough for now.
  }
}

/** Asked first without a transaction: most of the time nothing is due. */
async function claimDue(deps: ControlDeps, claim: string): Promise<readonly MailRow[]> {
  const { db, clock } = deps;
  if ((await listDueMails(db.read, clock.now(), 1)).length === 0) return [];
  return mutate(deps, POSTMAN, { auth: "none" }, async (tx, now) => {
    const day = dayOf(now);
    const claimed: MailRow[] = [];
    for (const mail of await listDueMails(readerOf(tx), now, BATCH)) {
      const inHand = claimed.filter(({ email }) => email === mail.email).length;
      const sent = await countSent(readerOf(tx), day, mail.email);
      if (sent + inHand >= MAILS_A_DAY_MAX) {
        await updateMail(tx, mail.mail_id, { next_at: (Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS });
        continue;
      }
      await updateMail(tx, mail.mail_id, { next_at: now.getTime() + LEASE_MS, claim });
      claimed.push(mail);
    }
    return { result: claimed, audit: [] };
  });
}

async function deliver(deps: ControlDeps, mail: MailRow, claim: string): Promise<Outcome> {
  const outcome = await attempt(deps, mail);
  await mutate(deps, POSTMAN, { auth: "none" }, async (tx, now) => {
    if (!(await isClaimed(readerOf(tx), mail.mail_id, claim))) return { result: undefined, audit: null };
    if (outcome === "sent") await addSent(tx, dayOf(now), mail.email);
    await updateMail(tx, mail.mail_id, { claim: null, ...conclusionOf(outcome, mail, now) });
    return { result: undefined, audit: [] };
  });
  return outcome;
}

async function attempt(deps: ControlDeps, mail: MailRow): Promise<Outcome> {
  const { log, mailer } = deps;
  const { mail_id: mailId, handle_id: handleId, failures } = mail;
  try {
    const written = await writeMail(deps, mail);
    if (written === null) return "not_wanted";
    await mailer.deliver(written);
    return "sent";
  } catch (err) {
    const isFinal = err instanceof MailRefused;
    log.warn({ err, mailId, handleId, failures: failures + 1, isFinal }, "notification not sent");
    return isFinal ? "refused" : "failed";
  }
}

function conclusionOf(outcome: Outcome, { failures }: MailRow, now: Date): Parameters<typeof updateMail>[2] {
  if (outcome === "sent") return { next_at: null, sent_at: now.getTime() };
  if (outcome !== "failed") return { next_at: null, given_up: outcome };
  const wait = RETRY_AFTER_MS[failures];
  if (wait === undefined) return { next_at: null, given_up: "unreachable", failures: failures + 1 };
  return { next_at: now.getTime() + wait, failures: failures + 1 };
}

const dayOf = (now: Date) => now.toISOString().slice(0, 10);
