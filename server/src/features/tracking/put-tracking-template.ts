import type { HandleActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { listTemplates } from "./store.ts";
import type { TemplateFields } from "./template.ts";
import { type Written, writeTemplate } from "./write-template.ts";

/** From the answer on BRIDGE pages run the template as it is now. */
export function putTrackingTemplate(
  deps: ControlDeps,
  actor: HandleActor,
  templateKey: string,
  fields: TemplateFields,
  ifMatch: number | undefined,
): Promise<Written> {
  return mutate(deps, actor, contract.putTrackingTemplate, async (tx, now) => {
    const templates = await listTemplates(readerOf(tx), actor.handleId);
    const before = templates.find((one) => one.templateKey === templateKey);
    requireVersion("template", before, ifMatch);
    return writeTemplate(tx, actor, now, { templateKey, templates, before, fields });
  });
}
