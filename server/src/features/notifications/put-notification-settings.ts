import type { MemberActor } from "#kernel/actor.ts";
import { readerOf } from "#platform/database/database.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { requireVersion } from "#platform/http/require-version.ts";
import { mutate } from "#platform/mutate.ts";
import * as contract from "./contract.ts";
import type { Settings } from "./notification.ts";
import { findSettings, saveSettings } from "./store.ts";

/** Holds for everything that is not sent yet. */
export function putNotificationSettings(
  deps: ControlDeps,
  actor: MemberActor,
  sent: Omit<Settings, "version">,
  ifMatch: number | undefined,
): Promise<Settings> {
  const { handleId } = actor;
  return mutate<Settings>(deps, actor, contract.putNotificationSettings, async (tx, now) => {
    const before = await findSettings(readerOf(tx), handleId);
    requireVersion("settings", before, ifMatch);
    const settings: Settings = { ...sent, version: before.version + 1 };
    await saveSettings(tx, handleId, settings, now);
    return {
      result: settings,
      audit: { action: "notification_settings.update", target: handleId, details: sent },
    };
  });
}
