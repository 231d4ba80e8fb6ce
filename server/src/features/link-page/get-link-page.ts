import type { HandleActor } from "#kernel/actor.ts";
import type { ControlDeps } from "#platform/deps.ts";
import { findLinkPage, type LinkPage } from "./store.ts";

/** What has been chosen; nothing, where nobody has. */
export const getLinkPage = ({ db }: ControlDeps, { handleId }: HandleActor): Promise<LinkPage> =>
  findLinkPage(db.read, handleId);
