import type { Client } from "./client.ts";
import type { Sample } from "./samples.ts";

const page = { title: "Demo", blocks: [{ type: "text", markdown: "Hello" }] };

async function demoPage(owner: Client, handle: string): Promise<string> {
  await owner.put(`/v2/handles/${handle}/pages/demo-page`, page);
  return "/pages/demo-page";
}

let count = 0;
const NO_TOKEN = `visv1_${"x".repeat(43)}`;

/** The part of `SAMPLES` that is about pages. */
export const PAGE_SAMPLES: Readonly<Record<string, (owner: Client, handle: string) => Promise<Sample>>> = {
  requestVisitorLink: async () => ({
    path: "/v2/visitor/auth/magic-link",
    body: { email: `visitor-${++count}@example.com` },
    status: 202,
  }),
  showVisitorLink: async () => ({ path: `/v2/visitor/auth/confirm?token=${NO_TOKEN}`, status: 200 }),
  confirmVisitorLink: async () => ({ path: `/v2/visitor/auth/confirm?token=${NO_TOKEN}`, status: 401 }),
  verifyVisitorLink: async () => ({
    path: "/v2/visitor/auth/verify",
    body: { token: NO_TOKEN },
    status: 401,
  }),
  signOutVisitor: async () => ({ path: "/v2/visitor/auth/logout", status: 204 }),
  getVisitor: async () => ({ path: "/v2/visitor/me", status: 401 }),
  listVisitorAccess: async () => ({ path: "/v2/visitor/access", status: 401 }),
  checkPageAccess: async (_, handle) => ({
    path: `/v2/public/pages/${handle}/no-such-page/access-check`,
    status: 404,
  }),
  listPageBuyers: async (...who) => ({ path: `${await demoPage(...who)}/buyers`, status: 200 }),
  beginPageCheckout: async (_, handle) => ({
    path: `/v2/public/pages/${handle}/no-such-page/checkout`,
    status: 404,
  }),
  hearStripe: async () => ({ path: "/v2/public/payments/stripe", body: {}, status: 409 }),
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
  previewPageDraft: async (...who) => ({
    path: `${await demoPage(...who)}/preview`,
    body: page,
    status: 200,
  }),
  listPageVersions: async (...who) => ({ path: `${await demoPage(...who)}/history`, status: 200 }),
  rollbackPage: async (...who) => ({
    path: `${await demoPage(...who)}/rollback`,
    body: { version: 1 },
    status: 200,
  }),
};
