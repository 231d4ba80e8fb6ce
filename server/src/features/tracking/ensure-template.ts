import type { HandleActor } from "#kernel/actor.ts";
import { consequencesOf } from "#platform/consequences-of.ts";
import { readerOf, type Tx } from "#platform/database/database.ts";
import type { Outcome } from "#platform/mutate.ts";
import { listTemplates } from "./store.ts";
import { TEMPLATES_MAX, type TemplateFields } from "./template.ts";
import { writeTemplate } from "./write-template.ts";

/** Whether links may use it from now on, and what it took to make it so. */
type Ensured = Outcome<{ readonly isUsable: boolean }>;

/**
 * Makes a template in a transaction that does more, unless there is one of this key, which stays as it is. It is not usable
 * where somebody has switched it off, and where the handle has as many as it may.
 */
export async function ensureTemplate(
  tx: Tx,
  actor: HandleActor,
  now: Date,
  templateKey: string,
  fields: TemplateFields,
): Promise<Ensured> {
  const templates = await listTemplates(readerOf(tx), actor.handleId);
  const before = templates.find((one) => one.templateKey === templateKey);
  if (before !== undefined || templates.length >= TEMPLATES_MAX) {
    return { result: { isUsable: before?.enabled === true }, audit: null };
  }
  const written = await writeTemplate(tx, actor, now, { templateKey, templates, before, fields });
  return { ...consequencesOf([written]), result: { isUsable: true } };
}
