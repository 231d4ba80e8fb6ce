import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { getPage } from "./get-page.ts";
import { documentOf, type Page, summaryOf } from "./page.ts";
import type { PageSlug } from "./page-slug.ts";
import { savePage } from "./store.ts";
import { insertVersion } from "./version-store.ts";

/** From the answer on visitors find nothing there. A draft stays one. */
export function unpublishPage(
  deps: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  ifMatch: number | undefined,
): Promise<Page> {
  return mutate<Page>(deps, actor, contract.unpublishPage, async (tx, now) => {
    const before = await getPage(readerOf(tx), actor, slug);
    requireVersion("page", before, ifMatch);
    if (before.publishedVersion === null) return { result: before, audit: null };
    const version = before.version + 1;
    const page: Page = { ...before, version, publishedVersion: null, publishedAt: null, updatedAt: now };
    const document = documentOf(page);
    await savePage(tx, actor.handleId, page, document, null);
    await insertVersion(tx, actor, slug, { version, at: now, action: "unpublish", document });
    const told = summaryOf(page);
    return {
      result: page,
      audit: { action: "page.unpublish", target: slug, details: told },
      events: [{ type: "page.unpublished", payload: told }],
      routes: [{ slug, route: null }],
    };
  });
}
