import type { Site, SiteMode } from "#kernel/site.ts";
import type { Reader } from "#platform/database/database.ts";
import { findSite } from "#platform/sites/find-site.ts";
import { findModeVersion } from "./store.ts";

/** What the root of a handle's host shows. */
export type ChosenMode = {
  readonly mode: SiteMode;
  /** Whether somebody has chosen it. */
  readonly isChosen: boolean;
  readonly redirectUrl: string | null;
  readonly activeDeploymentId: string | null;
  readonly version: number;
};

export const modeOf = ({ mode, redirectUrl, deploymentId }: Site, version: number): ChosenMode => ({
  mode: mode ?? (deploymentId === null ? "LINKTREE" : "SITE"),
  isChosen: mode !== null,
  redirectUrl,
  activeDeploymentId: deploymentId,
  version,
});

export async function getSiteMode(read: Reader, handleId: string): Promise<ChosenMode> {
  return modeOf(await findSite(read, handleId), await findModeVersion(read, handleId));
}
