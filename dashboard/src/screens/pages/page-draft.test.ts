import { expect, test } from "vitest";
import type { Schemas } from "#api/schemas.ts";
import { BLOCK_TYPES, fieldsOf, freshBlock, missingIn } from "./block-kinds.ts";
import { beginHistory, takeStep } from "./draft-history.ts";
import { bodyOf, draftOf, isSame, type PageDraft } from "./page-draft.ts";

const PAGE: Schemas["Page"] = {
  ...{ slug: "spring", title: "Spring", mode: "PUBLIC", priceCents: null, currency: null, language: "en" },
  ...{ direction: "auto", campaignId: null, status: "DRAFT", url: "", version: 1, publishedVersion: null },
  theme: { mode: "auto", accent: "#2457d6", font: "system", css: null },
  seo: { title: null, description: null, imageUrl: null, noindex: false },
  blocks: [
    { type: "text", markdown: "Hello" },
    { type: "of-tomorrow", kept: true },
  ],
  ...{ publishedAt: null, createdAt: "", updatedAt: "" },
};

test("an untouched page is saved as it was, with blocks that this editor does not know", () => {
  expect(bodyOf(draftOf(PAGE)).blocks).toEqual(PAGE.blocks);
  expect(isSame(draftOf(PAGE), draftOf(PAGE))).toBe(true);
});

test("a page that is not sold any more is sent without a price, and texts that say nothing as none", () => {
  const draft: PageDraft = {
    ...draftOf(PAGE),
    ...{ priceCents: 1900, currency: "EUR", seo: { ...PAGE.seo, title: " " } },
  };
  expect(bodyOf(draft)).toMatchObject({ priceCents: null, currency: null, seo: { title: null } });
  expect(bodyOf({ ...draft, mode: "PAID" })).toMatchObject({ priceCents: 1900, currency: "EUR" });
});

test("of a fresh block all that is required is named by the API's own path", () => {
  expect(BLOCK_TYPES).toHaveLength(12);
  const missing = (type: (typeof BLOCK_TYPES)[number]) =>
    missingIn(fieldsOf(type), freshBlock(type), "blocks.0");
  expect(missing("divider")).toEqual([]);
  expect(missing("form")).toEqual([]);
  expect(missing("links")).toEqual(["blocks.0.items.0.label", "blocks.0.items.0.url"]);
  const hero = { ...freshBlock("hero"), heading: "Hi", button: { label: "Go", url: "" } };
  expect(missingIn(fieldsOf("hero"), hero, "blocks.3")).toEqual(["blocks.3.button.url"]);
});

test("typing into one field is one step back, and undoing is undone", () => {
  const first = draftOf(PAGE);
  const titled = (title: string) => ({ ...first, title });
  let history = beginHistory(first);
  for (const title of ["S", "Su", "Sum"])
    history = takeStep(history, { kind: "CHANGE", to: titled(title), about: "title" });
  history = takeStep(history, { kind: "CHANGE", to: { ...titled("Sum"), blocks: [] }, about: "" });
  history = takeStep(history, { kind: "UNDO" });
  expect(history.now.blocks).toHaveLength(2);
  history = takeStep(history, { kind: "UNDO" });
  expect(history.now.title).toBe("Spring");
  expect(takeStep(history, { kind: "UNDO" })).toBe(history);
  history = takeStep(takeStep(history, { kind: "REDO" }), { kind: "REDO" });
  expect(history.now).toMatchObject({ title: "Sum", blocks: [] });
});
