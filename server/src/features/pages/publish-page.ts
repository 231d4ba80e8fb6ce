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
import { listedAt, requireSellable } from "./write-page.ts";

/** From the answer on visitors see the page as it is. Publishing what they see already changes nothing. */
export function publishPage(
  deps: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
  ifMatch: number | undefined,
): Promise<Page> {
  return mutate<Page>(deps, actor, contract.publishPage, async (tx, now) => {
    const before = await getPage(readerOf(tx), actor, slug);
    requireVersion("page", before, ifMatch);
    if (before.publishedVersion === before.version) return { result: before, audit: null };
    await requireSellable(tx, deps, actor, now, before);
    const version = before.version + 1;
    const page: Page = { ...before, version, publishedVersion: version, publishedAt: now, updatedAt: now };
    const document = documentOf(page);
    await savePage(tx, actor.handleId, page, document, listedAt(document, now));
    await insertVersion(tx, actor, slug, { version, at: now, action: "publish", document });
    const told = summaryOf(page);
    return {
      result: page,
      audit: { action: "page.publish", target: slug, details: told },
      events: [{ type: "page.published", payload: told }],
      routes: [{ slug, route: { page: { version } } }],
    };
  });
}
