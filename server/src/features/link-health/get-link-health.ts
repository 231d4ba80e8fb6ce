import type { HandleActor } from "#kernel/actor.ts";
import type { Page } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type Asked, findAsked } from "./find-asked.ts";
import { lastKnown, notFound, type SlugHealth, skipped } from "./link-health.ts";

/** What the last probes found. A result is that of the destination which the link has now. */
export async function getLinkHealth(
  { db }: ControlDeps,
  actor: HandleActor,
  asked: Asked,
): Promise<Page<SlugHealth>> {
  const page = await findAsked(db.read, actor.handleId, asked);
  const results = page.items.map(({ slug, target }) => {
    if (target === undefined) return notFound(slug);
    return target.isTemplate ? skipped(slug) : lastKnown(target);
  });
  return { ...page, items: results };
}
