import type { HandleActor } from "#kernel/actor.ts";
import { type Page, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { StoredFile } from "./file.ts";
import { listFiles as listRows } from "./store.ts";

/** The newest first. */
export async function listFiles(
  { db }: ControlDeps,
  { handleId }: HandleActor,
  before: string | undefined,
  limit: number,
): Promise<Page<StoredFile>> {
  const rows = await listRows(db.read, handleId, before, limit + 1);
  return toPage(rows, limit, ({ fileId }) => [fileId]);
}
