import type { HandleActor } from "#kernel/actor.ts";
import { type Page as ListPage, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Page } from "./page.ts";
import { listPages as listRows } from "./store.ts";

type Asked = {
  readonly status?: "DRAFT" | "PUBLISHED" | undefined;
  readonly limit: number;
  readonly nextToken?: string | undefined;
};

/** In the order of their slugs. */
export async function listPages(
  { db }: ControlDeps,
  actor: HandleActor,
  { status, limit, nextToken }: Asked,
): Promise<ListPage<Page>> {
  const rows = await listRows(db.read, actor.handleId, status, nextToken, limit + 1);
  return toPage(rows, limit, ({ slug }) => [slug]);
}
