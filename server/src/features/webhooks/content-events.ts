import { z } from "@hono/zod-openapi";
import { PAGE_MODES } from "#kernel/page-document.ts";
import type { EventDefinition } from "./event-definition.ts";

const text = z.string();
const maybe = z.string().nullable();
const at = z.iso.datetime();
const count = z.int();

const file = {
  fileId: text,
  fileName: text,
  contentType: text,
  sizeBytes: count,
  accessMode: z.enum(["PUBLIC", "EMAIL_ALLOWLIST"]),
};
const fileExample = {
  ...{ fileId: "fil_01k9zq3v7m4f0d9b2c6a8e1f3b5d70", fileName: "price-list.pdf" },
  ...{ contentType: "application/pdf", sizeBytes: 48_211, accessMode: "PUBLIC" },
};

const deployment = z.object({
  deploymentId: text,
  fileCount: count,
  sizeBytes: count,
  commitMessage: maybe,
});
const deploymentExample = {
  deploymentId: "dep_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
  fileCount: 12,
  sizeBytes: 48_213,
  commitMessage: "Spring prices",
};

const page = z.object({
  slug: text.openapi({ description: "The page's slug." }),
  version: count,
  title: text,
  mode: z.enum(PAGE_MODES),
  campaignId: maybe,
});
const pageExample = { slug: "spring", version: 1, title: "Spring", mode: "PUBLIC", campaignId: null };

const purchase = z.object({ slug: text, paymentId: text, priceCents: count, currency: text });
const purchaseExample = {
  slug: "spring",
  paymentId: "pay_01k9zq3v7m4f0d9b2c6a8e1f3b5d7",
  priceCents: 1900,
  currency: "EUR",
};

/** The part of the catalogue that is about files, sites and pages. */
export const CONTENT_EVENTS: Readonly<Record<string, EventDefinition>> = {
  "file.uploaded": {
    summary: "A file has arrived, and can be had.",
    payload: z.object({ ...file, sha256: text }),
    example: { ...fileExample, sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" },
  },
  "file.expired": {
    summary: "A file's time is over. Told within a minute of it.",
    payload: z.object({ ...file, expiresAt: at.nullable() }),
    example: { ...fileExample, expiresAt: "2026-02-01T00:00:00.000Z" },
  },
  "site.deployment.activated": {
    summary: "A handle's site is another from now on; also after a roll-back.",
    payload: deployment.extend({ previousDeploymentId: maybe }),
    example: { ...deploymentExample, previousDeploymentId: null },
  },
  "site.deployment.failed": {
    summary: "A deployment was given up: its files did not come in time.",
    payload: deployment.extend({ reason: text }),
    example: { ...deploymentExample, reason: "Its files did not come in time." },
  },
  "page.created": { summary: "A page was created, or brought back.", payload: page, example: pageExample },
  "page.updated": { summary: "A page has a new version.", payload: page, example: pageExample },
  "page.published": { summary: "Visitors see a page, as it is now.", payload: page, example: pageExample },
  "page.unpublished": { summary: "Visitors see a page no longer.", payload: page, example: pageExample },
  "page.purchased": { summary: "A page was paid for.", payload: purchase, example: purchaseExample },
  "page.refunded": {
    summary: "A payment was given back, and what it bought taken away.",
    payload: purchase,
    example: purchaseExample,
  },
  "page.deleted": { summary: "A page was deleted.", payload: page, example: pageExample },
};
