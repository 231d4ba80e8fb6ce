import { type HandleActor, nameOf } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { newId } from "#kernel/ids.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type StoredFile, summaryOf, TICKET_MS } from "./file.ts";
import { insertFile } from "./store.ts";

type Announced = Pick<StoredFile, "fileName" | "sizeBytes" | "contentType" | "accessMode"> & {
  readonly allowedEmails?: readonly string[] | undefined;
  readonly expiresAt?: Date | undefined;
  readonly sha256?: string | undefined;
};

/** Makes room for a file whose bytes are still to come. */
export async function createFile(
  deps: ControlDeps,
  actor: HandleActor,
  { allowedEmails = [], expiresAt = undefined, sha256, ...announced }: Announced,
): Promise<StoredFile> {
  await deps.limits.count("fileTicket", actor.handleId);
  return mutate(deps, actor, contract.createFile, async (tx, now) => {
    if (expiresAt !== undefined && expiresAt.getTime() <= now.getTime() + TICKET_MS) throw expiresTooSoon();
    const file: StoredFile = {
      ...announced,
      fileId: newId("fil", now.getTime()),
      handleId: actor.handleId,
      servedType: null,
      sha256: sha256 ?? null,
      status: "PENDING",
      allowedEmails,
      expiresAt: expiresAt ?? null,
      version: 1,
      createdBy: nameOf(actor),
      createdAt: now,
      uploadedAt: null,
    };
    await insertFile(tx, file);
    return {
      result: file,
      audit: { action: "file.create", target: file.fileId, details: summaryOf(file) },
    };
  });
}

function expiresTooSoon(): AppError {
  const message = "A file must outlive the 15 minutes in which its upload may begin.";
  return new AppError("invalid_payload", message, { details: { details: [{ path: "expiresAt", message }] } });
}
