import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import type { LinkPageDocument } from "#kernel/page-document.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { findLinkPage, type LinkPage, saveLinkPage } from "./store.ts";

/** From the answer on visitors of the root see this. Writing what is there already changes nothing. */
export function putLinkPage(
  deps: ControlDeps,
  actor: HandleActor,
  document: LinkPageDocument,
  ifMatch: number | undefined,
): Promise<LinkPage> {
  const { handleId } = actor;
  return mutate<LinkPage>(deps, actor, contract.putLinkPage, async (tx, now) => {
    const before = await findLinkPage(readerOf(tx), handleId);
    requireVersion("link page", before, ifMatch);
    const after = { document, version: before.version + 1 };
    if (JSON.stringify(before.document) === JSON.stringify(document)) return { result: before, audit: null };
    const destinations = document.socials.map(({ url }, index) => ({ path: `socials.${index}.url`, url }));
    const onTheWeb = destinations.filter(({ url }) => /^https?:/i.test(url));
    await requireAllowedDestinations(readerOf(tx), deps, actor, null, onTheWeb);
    await saveLinkPage(tx, handleId, after, now);
    const details = { version: after.version, links: document.links.length };
    return { result: after, audit: { action: "link_page.update", target: actor.handle, details } };
  });
}
