import { AppError } from "#kernel/errors.ts";
import { type PageDocument, PLAIN_SEO, PLAIN_THEME } from "#kernel/page-document.ts";
import type { PageSlug } from "./page-slug.ts";

export const PAGES_MAX = 1000;

/** A page with its history's newest number. What visitors see is `publishedVersion`, whatever has been written since. */
export type Page = PageDocument & {
  readonly slug: PageSlug;
  readonly version: number;
  readonly publishedVersion: number | null;
  readonly publishedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
};

/** What has been done to a page, version by version. */
export type PageAction = "create" | "update" | "publish" | "unpublish" | "rollback" | "delete";

/** A field that is absent stays as it is. */
export type PageChange = { readonly [F in keyof PageDocument]?: PageDocument[F] | undefined };

const BLANK: Omit<PageDocument, "title"> = {
  mode: "PUBLIC",
  priceCents: null,
  currency: null,
  language: "en",
  direction: "auto",
  blocks: [],
  theme: PLAIN_THEME,
  seo: PLAIN_SEO,
  campaignId: null,
};

/** The document as it is after `change`. Only these rules look at more than one field, so only they are here. */
export function changeDocument(before: PageDocument | undefined, change: PageChange): PageDocument {
  const title = change.title ?? before?.title;
  if (title === undefined) throw refusal("title", "A new page needs one.");
  const sent = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
  const document = { ...BLANK, ...before, ...sent, title } as PageDocument;
  if (document.mode !== "PAID") {
    if (typeof change.priceCents === "number") throw refusal("priceCents", "Only a PAID page has a price.");
    return documentOf({ ...document, priceCents: null, currency: null });
  }
  if (document.priceCents === null) throw refusal("priceCents", "A PAID page needs a price.");
  if (document.currency === null) throw refusal("currency", "A PAID page needs a currency.");
  return documentOf(document);
}

/** The document alone, its fields in one order, so that what is kept as JSON compares as text. */
export function documentOf(page: PageDocument): PageDocument {
  const { title, mode, priceCents, currency, language, direction, blocks, theme, seo, campaignId } = page;
  return { title, mode, priceCents, currency, language, direction, blocks, theme, seo, campaignId };
}

/** Says nothing about the slug, so another tenant's page and none at all are one answer. */
export const noSuchPage = () => new AppError("not_found", "There is no such page.");

/** What is told of a change: never the page itself. */
export const summaryOf = ({ slug, version, title, mode, campaignId }: Page) => ({
  ...{ slug, version, title, mode, campaignId },
});

function refusal(path: string, message: string): AppError {
  return new AppError("invalid_payload", `${path}: ${message}`, {
    details: { details: [{ path, message }] },
  });
}
