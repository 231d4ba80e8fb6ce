import type { Schemas } from "#api/schemas.ts";

type Page = Schemas["Page"];

/** Anything that JSON can hold: what a block has is said by `block-kinds.ts` and checked by the API. */
export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
export type Fields = { readonly [key: string]: Value };

/** A block while it is edited; `key` stays the same wherever it is moved. */
export type KeyedBlock = { readonly key: number; readonly block: Fields & { readonly type: string } };

/** All that somebody decides about a page. */
export type PageDraft = Pick<
  Page,
  "title" | "mode" | "priceCents" | "currency" | "language" | "direction" | "theme" | "seo" | "campaignId"
> & { readonly blocks: readonly KeyedBlock[] };

let lastKey = 0;

/** A name that no other block of this tab has. */
export const nextKey = (): number => ++lastKey;

/** The editor's view of a page as it is saved. */
export function draftOf(page: Page): PageDraft {
  const { title, mode, priceCents, currency, language, direction, theme, seo, campaignId } = page;
  return {
    ...{ title, mode, priceCents, currency, language, direction, theme, seo, campaignId },
    blocks: page.blocks.map((block) => ({ key: nextKey(), block: block as KeyedBlock["block"] })),
  };
}

/** As the API takes it: a page that is not sold has no price, and a text that says nothing is none. */
export function bodyOf({ blocks, ...draft }: PageDraft): Schemas["PageDraft"] {
  const isPaid = draft.mode === "PAID";
  const body = {
    ...draft,
    priceCents: isPaid ? draft.priceCents : null,
    currency: isPaid ? draft.currency || null : null,
    campaignId: draft.campaignId || null,
    theme: { ...draft.theme, css: draft.theme.css || null },
    seo: emptied(draft.seo),
    blocks: blocks.map(({ block }) => block),
  };
  return body as Schemas["PageDraft"];
}

const emptied = ({ title, description, imageUrl, noindex }: PageDraft["seo"]) => ({
  ...{ title: title?.trim() || null, description: description?.trim() || null },
  ...{ imageUrl: imageUrl || null, noindex },
});

/** Whether two drafts would be saved as the same. */
export const isSame = (one: PageDraft, other: PageDraft): boolean =>
  JSON.stringify(bodyOf(one)) === JSON.stringify(bodyOf(other));
