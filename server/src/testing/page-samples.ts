import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const page = { title: "Demo", blocks: [{ type: "text", markdown: "Hello" }] };

async function demoPage(owner: Client, handle: string): Promise<string> {
  await owner.put(`/v2/handles/${handle}/pages/demo-page`, page);
  return "/pages/demo-page";
}

let count = 0;

/** The part of `SAMPLES` that is about pages. */
export const PAGE_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> = {
  getLinkPage: async () => ({ path: "/link-page", status: 200 }),
  putLinkPage: async () => ({ path: "/link-page", body: { links: [{ slug: "demo" }] }, status: 200 }),
  listPages: async () => ({ path: "/pages", status: 200 }),
  createPage: async () => ({ path: "/pages", body: { slug: `new-page-${++count}`, ...page }, status: 201 }),
  getPage: async (...who) => ({ path: await demoPage(...who), status: 200 }),
  // Under a slug of its own: the tenancy test makes it at home too, where the others must not be.
  upsertPage: async (owner, handle) => {
    await owner.put(`/v2/handles/${handle}/pages/replaced-page`, page);
    return { path: "/pages/replaced-page", body: page, status: 200 };
  },
  deletePage: async (...who) => ({ path: await demoPage(...who), status: 204 }),
  publishPage: async (...who) => ({ path: `${await demoPage(...who)}/publish`, status: 200 }),
  unpublishPage: async (...who) => ({ path: `${await demoPage(...who)}/unpublish`, status: 200 }),
  previewPage: async (...who) => ({ path: `${await demoPage(...who)}/preview`, status: 200 }),
  listPageVersions: async (...who) => ({ path: `${await demoPage(...who)}/history`, status: 200 }),
  rollbackPage: async (...who) => ({
    path: `${await demoPage(...who)}/rollback`,
    body: { version: 1 },
    status: 200,
  }),
};
