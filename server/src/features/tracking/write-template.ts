import { isDeepStrictEqual } from "node:util";
import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Outcome } from "#platform/mutate.ts";
import { findLastVersion, saveTemplate } from "./store.ts";
import { policyTemplates, TEMPLATES_MAX, type Template, type TemplateFields } from "./template.ts";

export type Written = { readonly template: Template; readonly isNew: boolean };

type Change = {
  readonly templateKey: string;
  /** All that the handle has. */
  readonly templates: readonly Template[];
  readonly before: Template | undefined;
  readonly fields: TemplateFields;
};

/** Makes `fields` the newest version of a template, with all that follows. What changes nothing leaves nothing behind. */
export async function writeTemplate(
  tx: Tx,
  actor: HandleActor,
  now: Date,
  { templateKey, templates, before, fields }: Change,
): Promise<Outcome<Written>> {
  const changed = FIELDS.filter((field) => !isDeepStrictEqual(before?.[field], fields[field]));
  if (before !== undefined && changed.length === 0) {
    return { result: { template: before, isNew: false }, audit: null };
  }
  const version = (await findLastVersion(readerOf(tx), actor.handleId, templateKey)) + 1;
  const createdAt = before?.createdAt ?? now;
  const template: Template = { ...fields, templateKey, version, createdAt, updatedAt: now };
  const after = [...templates.filter((one) => one !== before), template];
  requireRoom(after.length);
  await saveTemplate(tx, actor.handleId, template);
  const isNew = before === undefined;
  return {
    result: { template, isNew },
    audit: {
      action: `tracking_template.${isNew ? "create" : "update"}`,
      target: templateKey,
      details: { version, before: before && fieldsOnly(before), after: fields },
    },
    events: [
      {
        type: `tracking_template.${isNew ? "created" : "updated"}`,
        payload: { templateKey, version, ...fields, changed },
      },
    ],
    policy: { templates: policyTemplates(after) },
  };
}

const FIELDS = ["kind", "parameters", "enabled", "requiresConsent"] as const;

const fieldsOnly = ({ kind, parameters, enabled, requiresConsent }: TemplateFields): TemplateFields => ({
  kind,
  parameters,
  enabled,
  requiresConsent,
});

function requireRoom(count: number): void {
  if (count <= TEMPLATES_MAX) return;
  const message = `A handle has at most ${TEMPLATES_MAX} tracking templates.`;
  throw new AppError("invalid_payload", message, {
    details: { details: [{ path: "templateKey", message }] },
  });
}
