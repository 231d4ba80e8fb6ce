import type { HandleActor } from "#kernel/actor.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Outcome } from "#platform/mutate.ts";
import { requireNoPage } from "#platform/routing/require-no-page.ts";
import { insertVersion } from "./history-store.ts";
import { changeLabels, NO_LABELS } from "./label-store.ts";
import { type Link, type LinkFields, UNUSED, type UsedLink } from "./link.ts";
import { changesBetween, type FieldChange } from "./link-changes.ts";
import { changedPaths } from "./link-paths.ts";
import { routeOf } from "./link-route.ts";
import { type ShownLink, showLink } from "./link-status.ts";
import { requireTemplate } from "./require-template.ts";
import type { Slug } from "./slug.ts";
import { saveLink } from "./store.ts";
import { beginBudget } from "./use-store.ts";

export type Written = { readonly link: ShownLink; readonly isNew: boolean };

type Change = {
  readonly slug: Slug;
  readonly before: UsedLink | undefined;
  /** Of this slug, whether or not there is a link now. */
  readonly lastVersion: number;
  readonly fields: LinkFields;
  readonly action: "link.create" | "link.update" | "link.rollback";
  readonly rolledBackTo?: number;
};

/** Makes `fields` the newest version of a link, with all that follows. What changes nothing leaves nothing behind. */
export async function writeLink(
  tx: Tx,
  actor: HandleActor,
  now: Date,
  change: Change,
): Promise<Outcome<Written>> {
  const { slug, before, fields, rolledBackTo } = change;
  const changes = changesBetween(before?.link, fields);
  if (before !== undefined && changes.length === 0) {
    return { result: { link: showLink(before, now), isNew: false }, audit: null };
  }
  if (before === undefined) await requireNoPage(readerOf(tx), actor.handleId, slug);
  const { trackingTemplateKey: key } = fields;
  if (key !== null && key !== before?.link.trackingTemplateKey) {
    await requireTemplate(readerOf(tx), actor.handleId, key);
  }
  const at = now.toISOString();
  const version = change.lastVersion + 1;
  const createdAt = before?.link.createdAt ?? at;
  const link: Link = { ...fields, slug, version, createdAt, updatedAt: at };
  await saveLink(tx, actor.handleId, link);
  await changeLabels(tx, actor.handleId, slug, before?.link ?? NO_LABELS, link);
  const use = before?.use ?? UNUSED;
  const begins = link.maxClicks !== null && use.spent === null;
  if (begins) await beginBudget(tx, actor.handleId, slug, use.qualified);
  await insertVersion(tx, actor, slug, version, fields, now);
  const used = { link, use: begins ? { ...use, spent: use.qualified } : use };
  const hasNewPath = fields.pathTemplate !== (before?.link.pathTemplate ?? null);
  return {
    result: { link: showLink(used, now), isNew: before === undefined },
    audit: { action: change.action, target: slug, details: { version, rolledBackTo, changes } },
    events: [eventOf(link, before === undefined, changes)],
    routes: [{ slug, route: routeOf(fields) }],
    ...(hasNewPath && { policy: { paths: await changedPaths(tx, actor.handleId, slug) } }),
  };
}

function eventOf(link: Link, isNew: boolean, changes: readonly FieldChange[]) {
  const { slug, version, destinationUrl, title, enabled, campaignId } = link;
  const changed = changes.map(({ field }) => field);
  const payload = { slug, version, destinationUrl, title, enabled, campaignId, changed };
  return { type: isNew ? "link.created" : "link.updated", payload };
}
