import type { VisitorSeal } from "./visitor-seal.ts";

/** What a preview shows of a page, for whoever has its address: a version, or a draft that nobody has saved. */
export type PagePreview = {
  readonly handleId: string;
  readonly slug: string;
  /** The number of a version, or the SHA-256 of the blob that holds a draft. */
  readonly shown: number | string;
  /** Epoch milliseconds. */
  readonly until: number;
};

const textOf = ({ handleId, slug, shown, until }: PagePreview) =>
  ["page preview", handleId, slug, shown, until].join("\n");

/** What stands behind `?preview=`. */
export const signPreview = (seal: VisitorSeal, preview: PagePreview): string =>
  `${preview.shown}.${preview.until}.${seal.sign(textOf(preview))}`;

/** What may be shown; `undefined` for what was not signed here, is of another page, or is over. */
export function readPreview(
  seal: VisitorSeal,
  page: Pick<PagePreview, "handleId" | "slug">,
  text: string,
  at: number,
): PagePreview["shown"] | undefined {
  const [, what = "", until, proof = ""] =
    /^(\d{1,9}|[0-9a-f]{64})\.(\d{1,15})\.([\w-]{22})$/.exec(text) ?? [];
  if (until === undefined || Number(until) <= at) return undefined;
  const preview = { ...page, shown: what.length === 64 ? what : Number(what), until: Number(until) };
  return seal.isSigned(textOf(preview), proof) ? preview.shown : undefined;
}
