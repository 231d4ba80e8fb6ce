import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { noSuchLink } from "./get-link.ts";
import { findLastVersion, findVersion } from "./history-store.ts";
import { destinationsOf } from "./link-destinations.ts";
import type { Slug } from "./slug.ts";
import { findLink } from "./store.ts";
import { type Written, writeLink } from "./write-link.ts";

/** A new version with an old one's fields. Brings back a deleted link as well, whose clicks begin at nothing. */
export function rollbackLink(
  deps: ControlDeps,
  actor: HandleActor,
  slug: Slug,
  version: number,
  ifMatch: number | undefined,
): Promise<Written> {
  return mutate(deps, actor, contract.rollbackLink, async (tx, now) => {
    const read = readerOf(tx);
    const target = await findVersion(read, actor.handleId, slug, version);
    if (target === undefined) throw noSuchLink();
    const before = await findLink(read, actor.handleId, slug);
    requireVersion("link", before?.link, ifMatch);
    if (target.snapshot === null) {
      throw new AppError("conflict", `Version ${version} is a deletion: there is nothing to go back to.`);
    }
    const fields = target.snapshot;
    // What was allowed then may not be now.
    await requireAllowedDestinations(read, deps, actor, slug, destinationsOf(fields));
    const lastVersion = before?.link.version ?? (await findLastVersion(read, actor.handleId, slug));
    const action = "link.rollback";
    return writeLink(tx, actor, now, { slug, before, lastVersion, fields, action, rolledBackTo: version });
  });
}
