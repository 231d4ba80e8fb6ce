import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Outcome } from "#platform/mutate.ts";
import type { Finding, Health, Target } from "./link-health.ts";
import { findFailing, findTargets, saveHealth } from "./store.ts";

/**
 * Writes down what was found of one handle's links, and tells of each that began to fail or was mended: once, because
 * what was known before is read in the same transaction. A link that is gone, or leads elsewhere meanwhile, is left as it
 * is.
 */
export async function saveFindings(
  tx: Tx,
  handleId: string,
  findings: ReadonlyMap<Target, Finding>,
  now: Date,
): Promise<Required<Pick<Outcome<void>, "events">> & { readonly audit: AuditEntries }> {
  const slugs = [...findings.keys()].map(({ slug }) => slug);
  const present = await findTargets(readerOf(tx), handleId, slugs);
  const destinations = new Map(present.map(({ slug, destinationUrl }) => [slug, destinationUrl]));
  const before = await findFailing(tx, handleId, slugs);
  const changed: { readonly slug: string; readonly health: Health }[] = [];
  for (const [{ slug, destinationUrl }, finding] of findings) {
    if (destinations.get(slug) !== destinationUrl) continue;
    const since = before.get(slug) ?? null;
    const failingSince = finding.error === null ? null : (since ?? now);
    const health: Health = { ...finding, checkedAt: now, failingSince };
    await saveHealth(tx, handleId, slug, destinationUrl, health);
    if ((since === null) !== (failingSince === null)) changed.push({ slug, health });
  }
  return {
    audit: changed.map(({ slug, health: { status, error } }) => ({
      action: "link.health_change",
      target: slug,
      handleId,
      details: { status, error },
    })),
    events: changed.map(({ slug, health: { status, error, failingSince } }) => ({
      type: failingSince === null ? "link.recovered" : "link.unhealthy",
      payload: { slug, status, error, failingSince: failingSince?.toISOString() ?? null },
    })),
  };
}

type AuditEntries = Extract<Outcome<void>["audit"], readonly unknown[]>;
