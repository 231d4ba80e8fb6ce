import type { VisitorSeal } from "./visitor-seal.ts";

/** One version of a page, for whoever has its address. */
export type PagePreview = {
  readonly handleId: string;
  readonly slug: string;
  readonly version: number;
  /** Epoch milliseconds. */
  readonly until: number;
};

const textOf = ({ handleId, slug, version, until }: PagePreview) =>
  ["page preview", handleId, slug, version, until].join("\n");

/** What stands behind `?preview=`. */
export const signPreview = (seal: VisitorSeal, preview: PagePreview): string =>
  `${preview.version}.${preview.until}.${seal.sign(textOf(preview))}`;

/** The version that may be shown; `undefined` for what was not signed here, is of another page, or is over. */
export function readPreview(
  seal: VisitorSeal,
  page: Pick<PagePreview, "handleId" | "slug">,
  text: string,
  at: number,
): number | undefined {
  const [, version, until, proof = ""] = /^(\d{1,9})\.(\d{1,15})\.([\w-]{22})$/.exec(text) ?? [];
  if (version === undefined || until === undefined || Number(until) <= at) return undefined;
  const preview = { ...page, version: Number(version), until: Number(until) };
  return seal.isSigned(textOf(preview), proof) ? preview.version : undefined;
}
