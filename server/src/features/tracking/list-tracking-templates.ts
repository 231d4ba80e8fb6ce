import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { listTemplates } from "./store.ts";
import type { Template } from "./template.ts";

export async function listTrackingTemplates(
  { db }: ControlDeps,
  actor: HandleActor,
): Promise<readonly Template[]> {
  const templates = await listTemplates(db.read, actor.handleId);
  return templates.toSorted((one, other) => (one.templateKey < other.templateKey ? -1 : 1));
}
