import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { type Page, type PageKey, toPage } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { noSuchLink } from "./get-link.ts";
import { type LinkVersion, listVersions } from "./history-store.ts";
import { changesBetween, type FieldChange } from "./link-changes.ts";
import type { Slug } from "./slug.ts";

export type ChangedVersion = LinkVersion & { readonly changes: readonly FieldChange[] };
type PageRequest = { readonly limit: number; readonly nextToken?: PageKey | undefined };

/** The extra row of a page is what its last version is compared with; version 1 begins from a blank link. */
export async function listLinkVersions(
  { db }: ControlDeps,
  actor: HandleActor,
  slug: Slug,
  { limit, nextToken }: PageRequest,
): Promise<Page<ChangedVersion>> {
  const rows = await listVersions(
    db.read,
    actor.handleId,
    slug,
    nextToken && versionOf(nextToken),
    limit + 1,
  );
  if (rows.length === 0 && nextToken === undefined) throw noSuchLink();
  const page = toPage(rows, limit, ({ version }) => [version]);
  return { ...page, items: page.items.map((row, index) => withChanges(row, rows[index + 1])) };
}

function withChanges(row: LinkVersion, previous: LinkVersion | undefined): ChangedVersion {
  const changes = row.snapshot === null ? [] : changesBetween(previous?.snapshot ?? undefined, row.snapshot);
  return { ...row, changes };
}

function versionOf([version, ...rest]: PageKey): number {
  if (typeof version === "number" && Number.isSafeInteger(version) && rest.length === 0) return version;
  const message = "It belongs to another list.";
  throw new AppError("invalid_payload", `nextToken: ${message}`, {
    details: { details: [{ path: "nextToken", message }] },
  });
}
