import type { Schemas } from "#api/schemas.ts";

/** Whether visitors see a page, and whether they see what was written last. */
export function statusOf({
  status,
  version,
  publishedVersion,
}: Schemas["Page"]): "DRAFT" | "PUBLISHED" | "WAITING" {
  return status === "PUBLISHED" && version !== publishedVersion ? "WAITING" : status;
}
