import { FreshCache } from "#edge/fresh-cache.ts";
import type { PageDocument } from "#kernel/page-document.ts";
import type { Reader } from "#platform/database/database.ts";
import { RecentMap } from "#platform/visits/recent-map.ts";
import type { LeadTarget } from "./render-form.ts";
import { type RenderedPage, renderPage } from "./render-page.ts";

const DOCUMENTS_MAX = 500;
const RENDERED_MAX = 500;

/** A version of a page, which never changes. */
export type PageVersionKey = {
  readonly handleId: string;
  readonly slug: string;
  readonly version: number;
};

type Where = { readonly origin: string; readonly at: number; readonly leads: LeadTarget };

/** Versions of pages as they were read and as they were rendered last. Nothing here can be out of date, only over. */
export class PageShelf {
  readonly #documents: FreshCache<PageDocument | null>;
  readonly #rendered = new RecentMap<string, RenderedPage>(RENDERED_MAX);

  constructor(read: Reader) {
    this.#documents = new FreshCache({ sizeMax: DOCUMENTS_MAX, load: (key) => findDocument(read, key) });
  }

  /** `null` where there is none, or a deletion. */
  document(key: PageVersionKey): PageDocument | null | Promise<PageDocument | null> {
    return this.#documents.get(textOf(key));
  }

  /** As everybody sees it who may read it. */
  rendered(key: PageVersionKey, document: PageDocument, place: Where): RenderedPage {
    const { origin, at, leads } = place;
    const name = `${origin} ${textOf(key)}`;
    const known = this.#rendered.get(name);
    if (known !== undefined && (known.validUntil === null || at < known.validUntil)) return known;
    const page = renderPage(document, { origin, path: `/${key.slug}`, at, leads });
    this.#rendered.set(name, page);
    return page;
  }
}

const textOf = ({ handleId, slug, version }: PageVersionKey) => `${handleId}/${slug}/${version}`;

async function findDocument(read: Reader, key: string): Promise<PageDocument | null> {
  const [handleId = "", slug = "", version] = key.split("/");
  const row = await read
    .selectFrom("page_versions")
    .select("document")
    .where("handle_id", "=", handleId)
    .where("slug", "=", slug)
    .where("version", "=", Number(version))
    .executeTakeFirst();
  return row?.document ? JSON.parse(row.document) : null;
}
