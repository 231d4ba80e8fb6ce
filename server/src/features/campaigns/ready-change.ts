import type { z } from "@hono/zod-openapi";
import { type InlineLinkBody, linkChangeOf, type newLinkWithin } from "#features/links/index.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { CampaignChange } from "./campaign-body.ts";

type NewLink = Parameters<typeof newLinkWithin>[4];

/** A change whose new link, if it brings one, has its password hashed. */
export type ReadyChange = Omit<CampaignChange, "primaryLink"> & { readonly newLink: NewLink | undefined };

/** What can be done before any transaction, because it is slow. */
export async function readyChange(
  deps: Pick<ControlDeps, "passwords">,
  { primaryLink, ...change }: CampaignChange,
): Promise<ReadyChange> {
  return { ...change, newLink: primaryLink && (await readyLink(deps, primaryLink)) };
}

async function readyLink(
  deps: Pick<ControlDeps, "passwords">,
  { slug, slugPrefix, slugLength, ...sent }: z.output<typeof InlineLinkBody>,
): Promise<NewLink> {
  return { slug: slug ?? { slugPrefix, slugLength }, change: await linkChangeOf(deps, sent) };
}
