import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { getPage } from "./get-page.ts";
import { summaryOf } from "./page.ts";
import type { PageSlug } from "./page-slug.ts";
import { deletePage as deleteRow } from "./store.ts";
import { insertVersion } from "./version-store.ts";

/** Visitors find nothing there from now on. Every version stays, so that the page can be brought back. */
export function deletePage(
  deps: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  ifMatch: number | undefined,
): Promise<void> {
  return mutate(deps, actor, contract.deletePage, async (tx, now) => {
    const before = await getPage(readerOf(tx), actor, slug);
    requireVersion("page", before, ifMatch);
    const version = before.version + 1;
    await deleteRow(tx, actor.handleId, slug);
    await insertVersion(tx, actor, slug, { version, at: now, action: "delete", document: null });
    const told = summaryOf({ ...before, version });
    return {
      result: undefined,
      audit: { action: "page.delete", target: slug, details: told },
      events: [{ type: "page.deleted", payload: told }],
      ...(before.publishedVersion !== null && { routes: [{ slug, route: null }] }),
    };
  });
}
