import { hash, randomBytes } from "node:crypto";
import type { AnonymousActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { addressKey } from "#platform/http/client-address.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { isOver, LINK_MS, type StoredFile } from "./file.ts";
import { linkUrl } from "./file-urls.ts";
import { linkMail } from "./link-mail.ts";
import { insertLink } from "./link-store.ts";
import { findAnyFile } from "./store.ts";

/**
 * Mails a link to whoever may have the file. For anybody else, and for a file that is not there, nothing is different but
 * the mail, which leaves later.
 */
export async function requestLink(
  deps: ControlDeps,
  actor: AnonymousActor,
  fileId: string,
  email: string,
  address: string,
): Promise<void> {
  await deps.limits.count("fileLink", `address ${addressKey(address)}`);
  await deps.limits.count("fileLink", `mail ${fileId} ${email}`);
  const secret = randomBytes(32).toString("base64url");
  const file = await mutate<StoredFile | undefined>(
    deps,
    actor,
    contract.requestFileLink,
    async (tx, now) => {
      const found = await findAnyFile(readerOf(tx), fileId);
      if (found === undefined || !mayHave(found, email, now)) return { result: undefined, audit: null };
      const expiresAt = now.getTime() + LINK_MS;
      await insertLink(tx, { hash: hash("sha256", secret), fileId, email, expiresAt, usedAt: null });
      const audit = { action: "file.link", target: fileId, handleId: found.handleId };
      return { result: found, audit };
    },
  );
  if (file !== undefined) deps.mailer.send(linkMail(email, file.fileName, linkUrl(deps, secret)));
}

const mayHave = (file: StoredFile, email: string, now: Date): boolean =>
  file.status === "READY" &&
  file.accessMode === "EMAIL_ALLOWLIST" &&
  !isOver(file, now) &&
  file.allowedEmails.includes(email);
