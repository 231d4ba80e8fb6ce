import type { ControlDeps } from "#platform/deps.ts";
import { type BoundOperation, bind } from "#platform/http/bind.ts";
import * as contract from "./contract.ts";
import { createTrackingTemplate } from "./create-tracking-template.ts";
import { deleteTrackingTemplate } from "./delete-tracking-template.ts";
import { getTrackingTemplate } from "./get-tracking-template.ts";
import { listTrackingTemplates } from "./list-tracking-templates.ts";
import { putTrackingTemplate } from "./put-tracking-template.ts";
import { fieldsOf, type Template } from "./template.ts";

export const trackingOperations = (deps: ControlDeps): readonly BoundOperation[] => [
  bind(contract.listTrackingTemplates, async ({ actor }) => {
    const templates = await listTrackingTemplates(deps, actor);
    return { status: 200, body: { templates: templates.map(presentTemplate) } };
  }),

  bind(contract.createTrackingTemplate, async ({ actor, body: { templateKey, ...change } }) => {
    const { template } = await createTrackingTemplate(deps, actor, templateKey, fieldsOf(change));
    return { status: 201, ...single(template) };
  }),

  bind(contract.getTrackingTemplate, async ({ actor, params }) => {
    return { status: 200, ...single(await getTrackingTemplate(deps, actor, params.templateKey)) };
  }),

  bind(contract.putTrackingTemplate, async ({ actor, params, body, caller }) => {
    const { templateKey } = params;
    const written = await putTrackingTemplate(deps, actor, templateKey, fieldsOf(body), caller.ifMatch);
    return { status: written.isNew ? 201 : 200, ...single(written.template) };
  }),

  bind(contract.deleteTrackingTemplate, async ({ actor, params, caller }) => {
    await deleteTrackingTemplate(deps, actor, params.templateKey, caller.ifMatch);
    return { status: 204 };
  }),
];

const single = (template: Template) => ({ version: template.version, body: presentTemplate(template) });

const presentTemplate = (template: Template) => ({
  ...template,
  parameters: { ...template.parameters },
  createdAt: template.createdAt.toISOString(),
  updatedAt: template.updatedAt.toISOString(),
});
