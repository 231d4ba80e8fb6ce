export const SITE_MODES = ["LINKTREE", "SITE", "REDIRECT"] as const;
export type SiteMode = (typeof SITE_MODES)[number];

/** What a handle's host shows beside its links, as the edge reads it. */
export type Site = {
  /** What the root shows; `null` until somebody has chosen: the site, once there is one. */
  readonly mode: SiteMode | null;
  /** Where the root leads in the mode REDIRECT. */
  readonly redirectUrl: string | null;
  /** The deployment that is served. Changing it is all there is to an activation. */
  readonly deploymentId: string | null;
};

export const NO_SITE: Site = { mode: null, redirectUrl: null, deploymentId: null };
