import { type Page, toPage } from "#kernel/page.ts";
import type { Reader } from "#platform/database/database.ts";
import type { Target } from "./link-health.ts";
import { findTargets, listTargets } from "./store.ts";

export type Asked = {
  readonly slugs?: readonly string[] | undefined;
  /** The slug after which a list goes on. */
  readonly nextToken?: string | undefined;
};

/** What stands behind each slug that was asked about; `undefined`: no link of this handle. */
export type AskedTarget = { readonly slug: string; readonly target: Target | undefined };

const PAGE = 200;

/** The slugs that were named, in that order and once each, or the next 200 that can be checked. */
export async function findAsked(
  read: Reader,
  handleId: string,
  { slugs, nextToken: after }: Asked,
): Promise<Page<AskedTarget>> {
  if (slugs === undefined) {
    const rows = await listTargets(read, handleId, after, PAGE + 1);
    const page = toPage(rows, PAGE, ({ slug }) => [slug]);
    return { ...page, items: page.items.map((target) => ({ slug: target.slug, target })) };
  }
  const found = new Map((await findTargets(read, handleId, slugs)).map((target) => [target.slug, target]));
  const items = [...new Set(slugs)].map((slug) => ({ slug, target: found.get(slug) }));
  return { items, nextToken: null };
}
