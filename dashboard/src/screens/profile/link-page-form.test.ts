import { expect, test } from "vitest";
import { changeOfLinkPage, formOfLinkPage, withMoved } from "./link-page-form.ts";

test("a link page is sent as a whole, as it was read where nothing was touched", () => {
  const theme = { mode: "dark", accent: "#112233", font: "serif", css: null };
  const links = [
    { slug: "launch", label: "Our launch" },
    { slug: "menu", label: null },
  ];
  const page = { links, socials: [{ label: "Feed", url: "https://example.com" }], theme, language: "de" };
  const form = formOfLinkPage({ ...page, url: "https://acme.example.com/", version: 3 });
  expect(changeOfLinkPage(form)).toEqual(page);
});

test("a row changes places with its neighbour, and the ends stay where they are", () => {
  expect(withMoved(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(withMoved(["a", "b", "c"], 1, 1)).toEqual(["a", "c", "b"]);
  expect(withMoved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
  expect(withMoved(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
