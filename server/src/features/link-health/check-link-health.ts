import type { HandleActor } from "#kernel/actor.ts";
import type { Page } from "#kernel/page.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { type Asked, findAsked } from "./find-asked.ts";
import { notFound, type SlugHealth, skipped } from "./link-health.ts";
import { probeTargets } from "./probe-targets.ts";
import { saveFindings } from "./save-findings.ts";

/** With the ten seconds of the last probe below the minute that proxies commonly wait. */
const BEGIN_MS = 45_000;

/**
 * Probes now, and writes down what it found. What was not begun when `enough` says so is told to be skipped, and stays as
 * it was.
 */
export async function checkLinkHealth(
  deps: ControlDeps,
  actor: HandleActor,
  asked: Asked,
  enough = AbortSignal.timeout(BEGIN_MS),
): Promise<Page<SlugHealth>> {
  await deps.limits.count("linkProbe", actor.handleId);
  const page = await findAsked(deps.db.read, actor.handleId, asked);
  const targets = page.items.flatMap(({ target }) =>
    target === undefined || target.isTemplate ? [] : [target],
  );
  const findings = await probeTargets(deps.outbound, targets, { signal: actor.signal, enough });
  return mutate(deps, actor, contract.checkLinkHealth, async (tx, checkedAt) => {
    const changes = await saveFindings(tx, actor.handleId, findings, checkedAt);
    const results = page.items.map(({ slug, target }): SlugHealth => {
      if (target === undefined) return notFound(slug);
      const finding = findings.get(target);
      return finding === undefined ? skipped(slug) : { slug, ...finding, checkedAt };
    });
    const probed = { action: "link.health_check", target: "links", details: { checked: findings.size } };
    return {
      result: { ...page, items: results },
      audit: findings.size === 0 ? null : [probed, ...changes.audit],
      events: changes.events,
    };
  });
}
