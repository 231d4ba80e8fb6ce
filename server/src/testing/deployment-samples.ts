import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const body = { inlineHtml: "<!doctype html><title>Demo</title>", activate: false };

/** `body` is what this is when a client sends it as JSON. */
const sent = "the page";
const files = [{ path: "index.html", sizeBytes: JSON.stringify(sent).length }];

type Made = { readonly deploymentId: string; readonly putUrls: Readonly<Record<string, string>> };
type Listed = { readonly deployments: readonly { readonly deploymentId: string; readonly status: string }[] };

async function make(owner: Client, handle: string, what: object): Promise<Made> {
  const { body: made } = await owner.post(`/v2/handles/${handle}/site-deployments`, what);
  return made as Made;
}

const demo = async (owner: Client, handle: string) =>
  `/site-deployments/${(await make(owner, handle, body)).deploymentId}`;

/** Only so many may wait for files at the same time. */
async function clear(owner: Client, handle: string): Promise<void> {
  const { body: listed } = await owner.get(`/v2/handles/${handle}/site-deployments`);
  for (const { deploymentId, status } of (listed as Listed).deployments) {
    if (status === "DRAFT" || status === "UPLOADING") {
      await owner.delete(`/v2/handles/${handle}/site-deployments/${deploymentId}`);
    }
  }
}

async function draft(owner: Client, handle: string): Promise<string> {
  await clear(owner, handle);
  return `/site-deployments/${(await make(owner, handle, { note: "Soon" })).deploymentId}`;
}

async function awaited(owner: Client, handle: string): Promise<string> {
  await clear(owner, handle);
  const { putUrls } = await make(owner, handle, { files });
  return new URL(putUrls["index.html"] ?? "").pathname;
}

/** For each operation of site deployments a request that succeeds. */
export const DEPLOYMENT_SAMPLES: Readonly<
  Record<string, (owner: Client, handle: string) => Promise<Sample>>
> = {
  createSiteDeployment: async () => ({ path: "/site-deployments", body, status: 201 }),
  listSiteDeployments: async () => ({ path: "/site-deployments", status: 200 }),
  getSiteDeployment: async (...who) => ({ path: await demo(...who), status: 200 }),
  putDraftFiles: async (...who) => ({ path: `${await draft(...who)}/files`, body: { files }, status: 200 }),
  putSiteFile: async (...who) => ({ path: await awaited(...who), body: sent, status: 204 }),
  getSitePreview: async (...who) => ({ path: `${await demo(...who)}/preview`, status: 200 }),
  completeSiteDeployment: async (...who) => ({ path: `${await demo(...who)}/complete`, status: 200 }),
  activateSiteDeployment: async (...who) => ({ path: `${await demo(...who)}/activate`, status: 200 }),
  deleteSiteDeployment: async (...who) => ({ path: await demo(...who), status: 204 }),
  getSiteMode: async () => ({ path: "/site-mode", status: 200 }),
  putSiteMode: async () => ({ path: "/site-mode", body: { mode: "LINKTREE" }, status: 200 }),
};
