import { AppError } from "#kernel/errors.ts";
import type { Policy } from "#kernel/policy.ts";
import type { Reader } from "#platform/database/database.ts";

/** Throws for a tracking template that the handle does not have, or has switched off. */
export async function requireTemplate(read: Reader, handleId: string, key: string): Promise<void> {
  const row = await read
    .selectFrom("policies")
    .select("value")
    .where("handle_id", "=", handleId)
    .where("part", "=", "templates")
    .executeTakeFirst();
  const templates: Policy["templates"] = row === undefined ? {} : JSON.parse(row.value);
  if (Object.hasOwn(templates, key)) return;
  const message = "This handle has no enabled tracking template of this key.";
  throw new AppError("invalid_payload", `trackingTemplateKey: ${message}`, {
    details: { details: [{ path: "trackingTemplateKey", message }] },
  });
}
