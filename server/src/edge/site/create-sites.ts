import type { IncomingMessage } from "node:http";
import { redirect, type Sent } from "#edge/answer.ts";
import { BLOCKED } from "#edge/bridge/blocked-page.ts";
import type { Directory } from "#edge/directory.ts";
import type { EdgeDeps } from "#edge/edge.ts";
import { encodeBytes } from "#edge/encode-bytes.ts";
import { BAD_ADDRESS } from "#edge/pages.ts";
import type { Target } from "#edge/parse-target.ts";
import { canonicalHost } from "#platform/routing/canonical-host.ts";
import { isBlocked } from "#platform/routing/compile-policy.ts";
import type { CompiledSite } from "#platform/sites/compile-site.ts";
import { type Resolved, resolvePath } from "#platform/sites/resolve-path.ts";
import { HotFiles } from "./hot-files.ts";
import { type FileStore, sendFile } from "./send-file.ts";
import { SiteDirectory } from "./site-directory.ts";
import { sitePathOf } from "./site-path-of.ts";

type Asked = { readonly request: IncomingMessage; readonly handleId: string; readonly target: Target };

/** The sites of handles, as their hosts show them. Each answer is of one deployment, the one that was active as it began. */
export type Sites = {
  /** What the root of a handle's host shows of the site, or where it leads; `null` where it is to show the handle itself. */
  readonly root: (asked: Asked) => Promise<Sent | null>;
  /** What the site has at a path; `null` where it has nothing, or there is no site. */
  readonly path: (asked: Asked) => Sent | null | Promise<Sent | null>;
  /** The site's own page for what is not there; `null` where it has none. */
  readonly missing: (asked: Asked) => Sent | null | Promise<Sent | null>;
  /** The one, or else the other. */
  readonly anything: (asked: Asked) => Sent | null | Promise<Sent | null>;
  /** What one deployment has at a path, shown to whoever knows the name of its host. */
  readonly shown: (asked: Asked, site: CompiledSite) => Sent | null | Promise<Sent | null>;
  readonly directory: SiteDirectory;
};

const REVALIDATE = "public, max-age=0, must-revalidate";
const NOTHING: readonly string[] = [];
const PREVIEW = ["X-Robots-Tag", "noindex"];

export function createSites(deps: EdgeDeps, links: Directory): Sites {
  const directory = new SiteDirectory(deps.db.read, deps.changes);
  const store: FileStore = { blobs: deps.blobs, hot: new HotFiles(deps.blobs) };

  function active(handleId: string): CompiledSite | null | Promise<CompiledSite | null> {
    const site = directory.site(handleId);
    const follow = ({ deploymentId }: { readonly deploymentId: string | null }) =>
      deploymentId === null ? null : directory.manifest(handleId, deploymentId);
    return site instanceof Promise ? site.then(follow) : follow(site);
  }

  function find(asked: Asked, site: CompiledSite | null, extra: readonly string[]) {
    const path = site === null ? null : sitePathOf(asked.target.written);
    if (site === null || path === null) return null;
    const resolved = resolvePath(site, path);
    if (resolved === null) return null;
    if ("to" in resolved) return lead(asked, resolved, deps, links);
    return sendFile(asked.request, { site, ...resolved, path, extra }, store);
  }

  function absent({ request, target }: Asked, site: CompiledSite | null, extra: readonly string[]) {
    const file = site?.notFound;
    if (!site || file === undefined) return null;
    return sendFile(request, { site, file, status: 404, path: target.path, extra }, store);
  }

  const whole = (asked: Asked): Sent | null | Promise<Sent | null> =>
    then(active(asked.handleId), (site) => find(asked, site, NOTHING));

  async function root(asked: Asked): Promise<Sent | null> {
    const { mode, redirectUrl } = await directory.site(asked.handleId);
    if (mode === "REDIRECT" && redirectUrl !== null) {
      return lead(asked, { to: redirectUrl, status: 302, isElsewhere: true }, deps, links);
    }
    return mode === "LINKTREE" ? null : whole(asked);
  }

  return {
    directory,
    root,
    path: whole,
    missing: (asked) => then(active(asked.handleId), (site) => absent(asked, site, NOTHING)),
    anything: (asked) =>
      then(active(asked.handleId), (site) =>
        then(find(asked, site, NOTHING), (sent) => sent ?? absent(asked, site, NOTHING)),
      ),
    shown: (asked, site) => then(find(asked, site, PREVIEW), (sent) => sent ?? absent(asked, site, PREVIEW)),
  };
}

/** Waits only where there is something to wait for. */
function then<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}

type Leading = Extract<Resolved, { readonly to: string }>;

/** On to another place of the site, or to another site unless that is one to which nobody may be sent. */
async function lead(
  { handleId, target }: Asked,
  { to, status, isElsewhere }: Leading,
  { denyList }: EdgeDeps,
  links: Directory,
): Promise<Sent> {
  const query = target.query === "" || to.includes("?") ? "" : `?${encodeBytes(target.query)}`;
  if (!isElsewhere) return redirect(status, to + query, null, REVALIDATE);
  const url = URL.parse(to + query);
  if (url === null) return BAD_ADDRESS;
  const host = canonicalHost(url.hostname);
  if (denyList.isDenied(host) || isBlocked(await links.policy(handleId), host)) return BLOCKED;
  return redirect(status, url.href, null, REVALIDATE);
}
