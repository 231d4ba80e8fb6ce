import type { HandleActor } from "#kernel/actor.ts";
import { handleOrigin } from "#platform/addresses.ts";
import { signPreview } from "#platform/context/page-preview.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { getPage } from "./get-page.ts";
import type { PageSlug } from "./page-slug.ts";

const PREVIEW_MS = 3_600_000;

/** An address that shows this version to whoever has it, for an hour, and counts nobody. */
export async function previewPage(
  { db, clock, addresses, visitorSeal }: ControlDeps,
  actor: HandleActor,
  slug: PageSlug,
): Promise<{ readonly previewUrl: string; readonly expiresAt: Date }> {
  const { version } = await getPage(db.read, actor, slug);
  const expiresAt = new Date(clock.now().getTime() + PREVIEW_MS);
  const shown = { handleId: actor.handleId, slug, version, until: expiresAt.getTime() };
  const previewUrl = `${handleOrigin(addresses, actor.handle)}/${slug}?preview=${signPreview(visitorSeal, shown)}`;
  return { previewUrl, expiresAt };
}
