import type { Reader } from "#platform/database/database.ts";
import { findTemplate } from "./store.ts";

/** Whether the handle has a tracking template of this key that is switched on. */
export async function isTemplateUsable(read: Reader, handleId: string, key: string): Promise<boolean> {
  return (await findTemplate(read, handleId, key))?.enabled === true;
}
