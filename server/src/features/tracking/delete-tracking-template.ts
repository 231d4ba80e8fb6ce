import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { noSuchTemplate } from "./get-tracking-template.ts";
import { listTemplates, markDeleted } from "./store.ts";
import { policyTemplates } from "./template.ts";

/** From the answer on no page runs it. Links that name it stay as they are. */
export function deleteTrackingTemplate(
  deps: ControlDeps,
  actor: HandleActor,
  templateKey: string,
  ifMatch: number | undefined,
): Promise<void> {
  return mutate(deps, actor, contract.deleteTrackingTemplate, async (tx, now) => {
    const templates = await listTemplates(readerOf(tx), actor.handleId);
    const before = templates.find((one) => one.templateKey === templateKey);
    if (before === undefined) throw noSuchTemplate();
    requireVersion("template", before, ifMatch);
    const { kind } = before;
    const version = before.version + 1;
    await markDeleted(tx, actor.handleId, templateKey, version, now);
    return {
      result: undefined,
      audit: { action: "tracking_template.delete", target: templateKey, details: { version, kind } },
      events: [{ type: "tracking_template.deleted", payload: { templateKey, version, kind } }],
      policy: { templates: policyTemplates(templates.filter((one) => one !== before)) },
    };
  });
}
