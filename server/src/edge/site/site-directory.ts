import { FreshCache } from "#edge/fresh-cache.ts";
import type { Site } from "#kernel/site.ts";
import type { ChangeFeed } from "#platform/change-feed/change-feed.ts";
import type { Reader } from "#platform/database/database.ts";
import { type CompiledSite, compileSite } from "#platform/sites/compile-site.ts";
import { findManifest, findPreviewed, findSite } from "#platform/sites/find-site.ts";

const SITES_MAX = 50_000;
/** Of all manifests in memory together; a hundred bytes or a few hundred each. */
const FILES_MAX = 200_000;
const PREVIEWS_MAX = 5_000;
/** What a manifest weighs without its files. */
const MANIFEST_WEIGHT = 10;

/** What handles' hosts show and what is in their deployments, as of the last acknowledged write. */
export class SiteDirectory {
  readonly #sites: FreshCache<Site>;
  readonly #manifests: FreshCache<CompiledSite | null>;
  readonly #previews: FreshCache<string | null>;

  constructor(read: Reader, changes: Pick<ChangeFeed, "listen">) {
    this.#sites = new FreshCache({ sizeMax: SITES_MAX, load: (handleId) => findSite(read, handleId) });
    this.#manifests = new FreshCache({
      sizeMax: FILES_MAX,
      weigh: (site) => MANIFEST_WEIGHT + (site?.files.size ?? 0) + (site?.redirects.length ?? 0),
      loadMsMax: 5_000,
      load: async (key) => {
        const manifest = await findManifest(read, ...splitKey(key));
        return manifest === undefined ? null : compileSite(manifest);
      },
    });
    this.#previews = new FreshCache({
      sizeMax: PREVIEWS_MAX,
      load: (key) => findPreviewed(read, ...splitKey(key)),
    });
    changes.listen((news) => {
      if (news.kind === "site") this.#sites.forget(news.handleId);
      if (news.kind === "manifest") this.#manifests.forget(`${news.handleId}/${news.deploymentId}`);
      if (news.kind !== "all") return;
      for (const cache of [this.#sites, this.#manifests, this.#previews]) cache.doubtAll();
    });
  }

  site(handleId: string): Site | Promise<Site> {
    return this.#sites.get(handleId);
  }

  manifest(handleId: string, deploymentId: string): CompiledSite | null | Promise<CompiledSite | null> {
    return this.#manifests.get(`${handleId}/${deploymentId}`);
  }

  /** The deployment whose previews are known by this key; its manifest tells whether it is there still. */
  previewed(handleId: string, previewKey: string): string | null | Promise<string | null> {
    return this.#previews.get(`${handleId}/${previewKey}`);
  }
}

function splitKey(key: string): [handleId: string, name: string] {
  const slash = key.indexOf("/");
  return [key.slice(0, slash), key.slice(slash + 1)];
}
