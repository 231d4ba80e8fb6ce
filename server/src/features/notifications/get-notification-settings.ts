import type { MemberActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import type { Settings } from "./notification.ts";
import { findSettings } from "./store.ts";

/** Version 0 until somebody has set something. */
export const getNotificationSettings = ({ db }: ControlDeps, { handleId }: MemberActor): Promise<Settings> =>
  findSettings(db.read, handleId);
