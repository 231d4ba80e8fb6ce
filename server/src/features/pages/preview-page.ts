import type { HandleActor } from "#kernel/actor.ts";
import { handleOrigin } from "#platform/addresses.ts";
import { signPreview } from "#platform/context/page-preview.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { getPage } from "./get-page.ts";
import type { PageSlug } from "./page-slug.ts";

const PREVIEW_MS = 3_600_000;

/** Where a page can be looked at before visitors see it, and until when. */
export type Preview = { readonly previewUrl: string; readonly expiresAt: Date };

/** An address that shows this version to whoever has it, for an hour, and counts nobody. */
export async function previewPage(deps: ControlDeps, actor: HandleActor, slug: PageSlug): Promise<Preview> {
  const { version } = await getPage(deps.db.read, actor, slug);
  return previewOf(deps, actor, slug, version);
}

/** The address of a preview of what is there already: a version, or the blob of a draft. */
export function previewOf(
  { clock, addresses, visitorSeal }: ControlDeps,
  { handleId, handle }: HandleActor,
  slug: PageSlug,
  shown: number | string,
): Preview {
  const expiresAt = new Date(clock.now().getTime() + PREVIEW_MS);
  const proof = signPreview(visitorSeal, { handleId, slug, shown, until: expiresAt.getTime() });
  return { previewUrl: `${handleOrigin(addresses, handle)}/${slug}?preview=${proof}`, expiresAt };
}
