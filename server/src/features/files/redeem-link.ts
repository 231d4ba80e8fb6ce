import { hash } from "node:crypto";
import type { SystemActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import { requireServed, type StoredFile } from "./file.ts";
import { downloadUrl } from "./file-urls.ts";
import { findLink, markUsed } from "./link-store.ts";
import { findAnyFile } from "./store.ts";

const REDEEMER: SystemActor = { kind: "system", job: "files.link" };

/** Uses up a mailed link, and says where the bytes are; 401 for one that is used or over, as for one that never was. */
export async function redeemLink(deps: ControlDeps, secret: string): Promise<string> {
  const hashed = hash("sha256", secret);
  const file = await mutate<StoredFile>(deps, REDEEMER, { auth: "none" }, async (tx, now) => {
    const link = await findLink(readerOf(tx), hashed);
    if (link === undefined || link.expiresAt <= now.getTime()) throw lapsed();
    if (link.usedAt !== null) throw new AppError("used_magic_link", "This link was used before.");
    const found = requireServed(await findAnyFile(readerOf(tx), link.fileId), now);
    await markUsed(tx, hashed, now);
    const audit = { action: "file.open", target: found.fileId, handleId: found.handleId };
    return { result: found, audit };
  });
  return downloadUrl(deps, file.fileId);
}

const lapsed = () =>
  new AppError("expired_magic_link", "This link does not work, or does not work any more.");
