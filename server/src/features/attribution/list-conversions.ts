import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Conversion } from "./conversion.ts";
import { listConversions as listRows } from "./conversion-store.ts";

type Query = { readonly limit: number; readonly nextToken?: string | undefined };

/** The last received first. */
export async function listConversions(
  { db }: ControlDeps,
  { handleId }: HandleActor,
  { limit, nextToken }: Query,
): Promise<Page<Conversion>> {
  const rows = await listRows(db.read, handleId, nextToken, limit + 1);
  return toPage(rows, limit, ({ conversionId }) => [conversionId]);
}
