import { isTemplateUsable } from "#features/tracking/index.ts";
import { AppError } from "#kernel/errors.ts";
import type { Reader } from "#platform/database/database.ts";

/** Throws for a tracking template that the handle does not have, or has switched off. */
export async function requireTemplate(read: Reader, handleId: string, key: string): Promise<void> {
  if (await isTemplateUsable(read, handleId, key)) return;
  const message = "This handle has no enabled tracking template of this key.";
  throw new AppError("invalid_payload", `trackingTemplateKey: ${message}`, {
    details: { details: [{ path: "trackingTemplateKey", message }] },
  });
}
