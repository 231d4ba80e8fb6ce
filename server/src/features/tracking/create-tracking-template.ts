import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import { listTemplates } from "./store.ts";
import type { TemplateFields } from "./template.ts";
import { type Written, writeTemplate } from "./write-template.ts";

/** Under a key that no template of this handle has; 409 `conflict` where one has it. */
export function createTrackingTemplate(
  deps: ControlDeps,
  actor: HandleActor,
  templateKey: string,
  fields: TemplateFields,
): Promise<Written> {
  return mutate(deps, actor, contract.createTrackingTemplate, async (tx, now) => {
    const templates = await listTemplates(readerOf(tx), actor.handleId);
    if (templates.some((one) => one.templateKey === templateKey)) {
      throw new AppError("conflict", "A template of this handle has this key already.");
    }
    return writeTemplate(tx, actor, now, { templateKey, templates, before: undefined, fields });
  });
}
