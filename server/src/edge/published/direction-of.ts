import type { PageDocument } from "#kernel/page-document.ts";

const FROM_THE_RIGHT = new Set([
  "ar",
  "fa",
  "he",
  "iw",
  "ur",
  "ps",
  "sd",
  "ug",
  "yi",
  "dv",
  "ckb",
  "nqo",
  "syr",
]);

/** Which way a page is read: what its owner says, else its script, else its language. */
export function directionOf({
  direction,
  language,
}: Pick<PageDocument, "direction" | "language">): "ltr" | "rtl" {
  if (direction !== "auto") return direction;
  const [primary = "", ...rest] = language.toLowerCase().split("-");
  if (rest.includes("arab") || rest.includes("hebr")) return "rtl";
  return FROM_THE_RIGHT.has(primary) && !rest.includes("latn") ? "rtl" : "ltr";
}
