import { findHandleName } from "#features/handles/index.ts";
import { findPublishedPage, PageSlug } from "#features/pages/index.ts";
import { handleOrigin } from "#platform/addresses.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { type GrantKind, listGrants } from "./grant-store.ts";
import type { PageVisitor } from "./visitor.ts";

/** A page that somebody has opened or bought, and may read now. */
export type Accessible = {
  readonly handle: string;
  readonly pageSlug: string;
  readonly title: string;
  readonly url: string;
  readonly kind: GrantKind;
  readonly grantedAt: Date;
};

/** Pages that are not published are left out: there is nothing to read. */
export async function listAccess(
  { db, addresses }: ControlDeps,
  { email }: PageVisitor,
): Promise<readonly Accessible[]> {
  const found = await Promise.all(
    (await listGrants(db.read, email)).map(async ({ handle_id, slug, kind, granted_at }) => {
      const handle = await findHandleName(db.read, handle_id);
      const page = await findPublishedPage(db.read, handle_id, PageSlug.parse(slug));
      if (handle === undefined || page === undefined) return null;
      const url = `${handleOrigin(addresses, handle)}/${slug}`;
      const { title } = page.document;
      return { handle, pageSlug: slug, title, url, kind, grantedAt: new Date(granted_at) };
    }),
  );
  return found.filter((one) => one !== null);
}
