import type { HandleActor } from "#kernel/actor.ts";
import { AppError } from "#kernel/errors.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findTemplate } from "./store.ts";
import type { Template } from "./template.ts";

export async function getTrackingTemplate(
  { db }: ControlDeps,
  actor: HandleActor,
  templateKey: string,
): Promise<Template> {
  const template = await findTemplate(db.read, actor.handleId, templateKey);
  if (template === undefined) throw noSuchTemplate();
  return template;
}

/** Says nothing about the key, so another tenant's template and none at all are one answer. */
export const noSuchTemplate = () => new AppError("not_found", "There is no such template.");
