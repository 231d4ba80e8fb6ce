import { NO_SITE, type Site } from "#kernel/site.ts";
import type { Reader } from "#platform/database/database.ts";
import type { SiteManifest } from "./site-manifest.ts";

/** What the handle's host shows; `NO_SITE` where nothing was ever chosen or deployed. */
export async function findSite(read: Reader, handleId: string): Promise<Site> {
  const row = await read
    .selectFrom("sites")
    .select("site")
    .where("handle_id", "=", handleId)
    .executeTakeFirst();
  return row === undefined ? NO_SITE : { ...NO_SITE, ...JSON.parse(row.site) };
}

export async function findManifest(
  read: Reader,
  handleId: string,
  deploymentId: string,
): Promise<SiteManifest | undefined> {
  const row = await read
    .selectFrom("site_manifests")
    .select("manifest")
    .where("handle_id", "=", handleId)
    .where("deployment_id", "=", deploymentId)
    .executeTakeFirst();
  return row && JSON.parse(row.manifest);
}

/** The deployment whose previews are known by this key; `null` where there is none, or none any more. */
export async function findPreviewed(
  read: Reader,
  handleId: string,
  previewKey: string,
): Promise<string | null> {
  const row = await read
    .selectFrom("site_manifests")
    .select("deployment_id")
    .where("handle_id", "=", handleId)
    .where("preview_key", "=", previewKey)
    .executeTakeFirst();
  return row?.deployment_id ?? null;
}
