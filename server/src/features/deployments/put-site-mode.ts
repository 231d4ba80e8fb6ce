import { requireAllowedDestinations } from "#features/destinations/index.ts";
import type { MemberActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { SiteMode } from "#kernel/site.ts";
import { handleHost } from "#platform/addresses.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import { findSite } from "#platform/sites/find-site.ts";
import * as contract from "./contract.ts";
import { type ChosenMode, getSiteMode, modeOf } from "./site-mode.ts";
import { saveModeVersion } from "./store.ts";

type ModeChange = { readonly mode: SiteMode; readonly redirectUrl?: string | null | undefined };

/** From the answer on the root shows it. A target is kept while other modes are chosen, until it is cleared. */
export function putSiteMode(
  deps: ControlDeps,
  actor: MemberActor,
  { mode, redirectUrl: sent }: ModeChange,
  ifMatch: number | undefined,
): Promise<ChosenMode> {
  const { handleId } = actor;
  return mutate<ChosenMode>(deps, actor, contract.putSiteMode, async (tx, now) => {
    const read = readerOf(tx);
    const current = await getSiteMode(read, handleId);
    requireVersion("site mode", current, ifMatch);
    const before = await findSite(read, handleId);
    const redirectUrl = sent === undefined ? before.redirectUrl : sent;
    if (mode === "REDIRECT") await requireTarget(read, deps, actor, redirectUrl);
    const site = { ...before, mode, redirectUrl };
    const version = current.version + 1;
    await saveModeVersion(tx, handleId, version, now);
    return {
      result: modeOf(site, version),
      audit: { action: "site_mode.update", target: actor.handle, details: { mode, redirectUrl } },
      site,
    };
  });
}

/** As strict as for links; and not this very page, which would lead to itself for ever. */
async function requireTarget(
  read: Parameters<typeof requireAllowedDestinations>[0],
  deps: ControlDeps,
  actor: MemberActor,
  url: string | null,
): Promise<void> {
  if (url === null)
    throw new AppError("invalid_destination_url", "redirectUrl: The mode REDIRECT needs a target.");
  await requireAllowedDestinations(read, deps, actor, null, [{ path: "redirectUrl", url }]);
  const { host, pathname } = new URL(url);
  if (host !== handleHost(deps.addresses, actor.handle) || pathname !== "/") return;
  throw new AppError("invalid_destination_url", "redirectUrl: It leads back to itself.");
}
