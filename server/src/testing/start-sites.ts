import type { Deployment } from "#features/deployments/deployment.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { startControl } from "./start-control.ts";
import { startEdge } from "./start-edge.ts";

type Options = { readonly location?: string; readonly override?: Partial<ControlDeps> };
/** What is to be a file of a site, by its path. */
export type SiteFiles = Readonly<Record<string, string | Uint8Array>>;
export type Deployed = Pick<Deployment, "deploymentId" | "status" | "warnings" | "version"> & {
  readonly putUrls: Readonly<Record<string, string>>;
};

/** A control plane and an edge on one database and one store, as in the program: what one has answered the other serves. */
export async function startSites({ location, override = {} }: Options = {}) {
  const control = await startControl({ ...(location !== undefined && { location }), override });
  const { deps } = control;
  const edge = await startEdge({
    location: control.location,
    override: { db: deps.db, changes: deps.changes, blobs: deps.blobs, clock: { now: control.now } },
  });
  const owner = await control.member("OWNER");
  const base = "/v2/handles/acme/site-deployments";

  async function put(url: string, bytes: string | Uint8Array) {
    const { pathname } = new URL(url);
    const response = await control.api.request(pathname, { method: "PUT", body: bytes as never });
    return { status: response.status, body: response.status === 204 ? undefined : await response.json() };
  }

  async function sendArchive(bytes: Uint8Array, type = "application/zip", query = "") {
    const { authorization } = await control.bearerOf("owner-of-acme");
    const headers = { authorization, "content-type": type };
    const request = { method: "POST", headers, body: bytes as never };
    const response = await control.api.request(base + query, request);
    return { status: response.status, body: (await response.json()) as Deployed & { message: string } };
  }

  /** Announces the files, sends those that are asked for, and completes. */
  async function deploy(files: SiteFiles, options: object = {}): Promise<Deployed> {
    const announced = Object.entries(files).map(([path, content]) => ({
      path,
      sizeBytes: Buffer.byteLength(content),
    }));
    const made = await owner.post(base, { files: announced, ...options });
    const { deploymentId, putUrls } = made.body as Deployed;
    for (const [path, url] of Object.entries(putUrls)) await put(url, files[path] ?? "");
    const completed = await owner.post(`${base}/${deploymentId}/complete`, undefined);
    if (completed.status !== 200) throw new Error(JSON.stringify([made.body, completed.body]));
    return completed.body as Deployed;
  }

  return {
    control,
    owner,
    edge,
    base,
    put,
    deploy,
    sendArchive,
    visit: edge.visit,
    [Symbol.asyncDispose]: async () => {
      await edge[Symbol.asyncDispose]();
      await control[Symbol.asyncDispose]();
    },
  };
}
